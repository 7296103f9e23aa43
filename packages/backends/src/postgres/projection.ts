import { eventIdOf, type ListenEvent } from '@segue/core/events';
import type { Projected } from '@segue/core/ports';
import type { Prisma } from './generated/client.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRawUnsafe' | '$executeRawUnsafe'>;

/** Rows of history kept of one listener. */
const MAX_HISTORY = 5_000;

interface HistoryRow {
  readonly listenerId: string;
  readonly event: string;
  readonly type: string;
  /** Of a block the subject; of an undo the event that was taken back. */
  readonly trackId: string;
  readonly heardFraction: number | null;
  readonly atMs: number;
  undone: boolean;
  /** 'artist' for a block of an artist. */
  readonly kind: string;
}

/** Null: gone. */
type Put = { readonly event: string; readonly atMs: number } | null;

/**
 * What a batch of events comes to, worked out in order in memory and written set by set, in one transaction with the
 * partition's mark. Only what persons did is kept here: nobody reads a simulated listener's history, and an imported one's
 * is in its source.
 */
export async function project(db: Db, projected: readonly Projected[]): Promise<void> {
  const marks = await readMarks(db, projected);
  const news = projected.filter(({ partition, epoch, offset }) => {
    const mark = marks.get(partition);
    return !mark || epoch > mark.epoch || (epoch === mark.epoch && offset > mark.offset);
  });
  if (news.length === 0) return;
  const events = news.map(({ event }) => event).filter((event) => event.origin === 'person');
  const known = await readUndone(db, events);

  const likes = new Map<string, { listenerId: string; id: string; put: Put }>();
  const blocks = new Map<string, { listenerId: string; kind: string; id: string; put: Put }>();
  const erased = new Set<string>();
  const history = new Map<string, HistoryRow>();

  const apply = (row: Pick<HistoryRow, 'listenerId' | 'type' | 'trackId' | 'kind' | 'event' | 'atMs'>, back: boolean) => {
    const put = { event: row.event, atMs: row.atMs };
    const { listenerId, trackId: id, kind } = row;
    if (row.type === 'like' || row.type === 'unlike')
      likes.set(`${listenerId} ${id}`, { listenerId, id, put: (row.type === 'like') !== back ? put : null });
    if (row.type === 'dislike' && !back) likes.set(`${listenerId} ${id}`, { listenerId, id, put: null });
    if (row.type === 'block' || row.type === 'unblock')
      blocks.set(`${listenerId} ${kind} ${id}`, { listenerId, kind, id, put: (row.type === 'block') !== back ? put : null });
  };
  const undo = (listenerId: string, target: string, back: boolean): void => {
    const row = history.get(`${listenerId} ${target}`) ?? known.get(`${listenerId} ${target}`);
    if (!row || row.undone === back) return;
    row.undone = back;
    history.set(`${listenerId} ${target}`, row);
    if (row.type === 'undo') undo(listenerId, row.trackId, !back);
    else apply(row, back);
  };

  for (const event of events) {
    const { listenerId } = event;
    if (event.act.type === 'erase') {
      erased.add(listenerId);
      for (const map of [likes, blocks, history] as Map<string, { listenerId: string }>[])
        for (const [key, row] of map) if (row.listenerId === listenerId) map.delete(key);
      for (const [key, row] of known) if (row.listenerId === listenerId) known.delete(key);
      continue;
    }
    const row = rowOf(event);
    if (!row || history.has(`${listenerId} ${row.event}`)) continue;
    history.set(`${listenerId} ${row.event}`, row);
    if (row.type === 'undo') undo(listenerId, row.trackId, true);
    else apply(row, false);
  }

  if (erased.size > 0)
    await db.$executeRawUnsafe(
      `DELETE FROM "Listener" WHERE id IN (SELECT json_array_elements_text($1::text::json))`,
      JSON.stringify([...erased]),
    );
  const listeners = new Set([...likes.values(), ...blocks.values(), ...history.values()].map(({ listenerId }) => listenerId));
  await db.$executeRawUnsafe(
    `INSERT INTO "Listener" (id) SELECT json_array_elements_text($1::text::json) ON CONFLICT DO NOTHING`,
    JSON.stringify([...listeners]),
  );
  await writeSets(db, [...likes.values()], [...blocks.values()], [...history.values()]);
  if (listeners.size > 0) {
    await db.$executeRawUnsafe(
      `DELETE FROM "History" h USING (SELECT l.id, (SELECT "atMs" FROM "History" WHERE "listenerId" = l.id ORDER BY "atMs" DESC OFFSET ${MAX_HISTORY} LIMIT 1) AS oldest FROM (SELECT json_array_elements_text($1::text::json) AS id) l) old
       WHERE h."listenerId" = old.id AND h."atMs" <= old.oldest`,
      JSON.stringify([...listeners]),
    );
  }
  await writeMarks(db, news);
}

function rowOf(event: ListenEvent): HistoryRow | null {
  const { act } = event;
  const common = { listenerId: event.listenerId, event: eventIdOf(event), atMs: event.occurredAtMs, undone: false, kind: 'track' };
  switch (act.type) {
    case 'play':
    case 'like':
    case 'unlike':
    case 'dislike':
      return { ...common, type: act.type, trackId: act.trackId, heardFraction: null };
    case 'skip':
    case 'complete':
      return { ...common, type: act.type, trackId: act.trackId, heardFraction: act.heardFraction };
    case 'block':
    case 'unblock':
      return { ...common, type: act.type, trackId: act.subject.id, kind: act.subject.kind, heardFraction: null };
    case 'undo':
      return { ...common, type: act.type, trackId: act.event, heardFraction: null };
    case 'click':
    case 'more':
    case 'queue':
    case 'unqueue':
    case 'pin':
    case 'unpin':
    case 'move':
    case 'tune':
    case 'profile':
    case 'erase':
    case 'impression':
    case 'seek':
      return null;
  }
}

async function readMarks(db: Db, projected: readonly Projected[]): Promise<Map<number, { epoch: number; offset: number }>> {
  const partitions = [...new Set(projected.map(({ partition }) => partition))];
  // The marks' rows are the lock: a second projector of the same partition waits, and then finds them moved.
  await db.$executeRawUnsafe(
    `INSERT INTO "ProjectionMark" (partition, epoch, "offset") SELECT value::int, 0, -1 FROM json_array_elements_text($1::text::json) ON CONFLICT DO NOTHING`,
    JSON.stringify(partitions),
  );
  const rows = await db.$queryRawUnsafe<{ partition: number; epoch: number; offset: number }[]>(
    `SELECT partition, epoch, "offset" FROM "ProjectionMark" WHERE partition IN (SELECT value::int FROM json_array_elements_text($1::text::json)) ORDER BY partition FOR UPDATE`,
    JSON.stringify(partitions),
  );
  return new Map(rows.map(({ partition, epoch, offset }) => [partition, { epoch, offset }]));
}

async function writeMarks(db: Db, news: readonly Projected[]): Promise<void> {
  const last = new Map<number, { epoch: number; offset: number }>();
  for (const { partition, epoch, offset } of news) last.set(partition, { epoch, offset });
  await db.$executeRawUnsafe(
    `UPDATE "ProjectionMark" m SET epoch = r.epoch, "offset" = r."offset" FROM json_to_recordset($1::text::json) AS r(partition int, epoch double precision, "offset" double precision) WHERE m.partition = r.partition`,
    JSON.stringify([...last].map(([partition, mark]) => ({ partition, ...mark }))),
  );
}

/** History rows that undos of this batch name, and those that these name in turn (an undo of an undo). */
async function readUndone(db: Db, events: readonly ListenEvent[]): Promise<Map<string, HistoryRow>> {
  const out = new Map<string, HistoryRow>();
  let wanted: { listenerId: string; event: string }[] = events.flatMap(({ listenerId, act }) =>
    act.type === 'undo' ? [{ listenerId, event: act.event }] : [],
  );
  for (let depth = 0; wanted.length > 0 && depth < 8; depth++) {
    const rows = await db.$queryRawUnsafe<HistoryRow[]>(
      `SELECT h."listenerId", h.event, h.type, h."trackId", h."heardFraction", h."atMs", h.undone, h.kind FROM "History" h JOIN json_to_recordset($1::text::json) AS r("listenerId" text, event text) ON h."listenerId" = r."listenerId" AND h.event = r.event`,
      JSON.stringify(wanted),
    );
    for (const row of rows) out.set(`${row.listenerId} ${row.event}`, row);
    wanted = rows.filter((row) => row.type === 'undo').map((row) => ({ listenerId: row.listenerId, event: row.trackId }));
  }
  return out;
}

async function writeSets(
  db: Db,
  likes: readonly { listenerId: string; id: string; put: Put }[],
  blocks: readonly { listenerId: string; kind: string; id: string; put: Put }[],
  history: readonly HistoryRow[],
): Promise<void> {
  const json = (rows: readonly { put: Put }[]) =>
    JSON.stringify(rows.map(({ put, ...row }) => ({ ...row, event: put?.event ?? null, atMs: put?.atMs ?? null })));
  if (likes.length > 0) {
    const rows = json(likes);
    const from = `json_to_recordset($1::text::json) AS r("listenerId" text, id text, event text, "atMs" double precision)`;
    await db.$executeRawUnsafe(
      `DELETE FROM "Like" l USING ${from} WHERE r.event IS NULL AND l."listenerId" = r."listenerId" AND l."trackId" = r.id`,
      rows,
    );
    await db.$executeRawUnsafe(
      `INSERT INTO "Like" ("listenerId", "trackId", event, "atMs") SELECT r."listenerId", r.id, r.event, r."atMs" FROM ${from} WHERE r.event IS NOT NULL ON CONFLICT ("listenerId", "trackId") DO UPDATE SET event = excluded.event, "atMs" = excluded."atMs"`,
      rows,
    );
  }
  if (blocks.length > 0) {
    const rows = json(blocks);
    const from = `json_to_recordset($1::text::json) AS r("listenerId" text, kind text, id text, event text, "atMs" double precision)`;
    await db.$executeRawUnsafe(
      `DELETE FROM "Block" b USING ${from} WHERE r.event IS NULL AND b."listenerId" = r."listenerId" AND b.kind = r.kind AND b."subjectId" = r.id`,
      rows,
    );
    await db.$executeRawUnsafe(
      `INSERT INTO "Block" ("listenerId", kind, "subjectId", event, "atMs") SELECT r."listenerId", r.kind, r.id, r.event, r."atMs" FROM ${from} WHERE r.event IS NOT NULL ON CONFLICT ("listenerId", kind, "subjectId") DO UPDATE SET event = excluded.event, "atMs" = excluded."atMs"`,
      rows,
    );
  }
  if (history.length > 0) {
    await db.$executeRawUnsafe(
      `INSERT INTO "History" ("listenerId", event, type, "trackId", "heardFraction", "atMs", undone, kind)
       SELECT r."listenerId", r.event, r.type, r."trackId", r."heardFraction", r."atMs", r.undone, r.kind FROM json_to_recordset($1::text::json) AS r("listenerId" text, event text, type text, "trackId" text, "heardFraction" double precision, "atMs" double precision, undone boolean, kind text)
       ON CONFLICT ("listenerId", event) DO UPDATE SET undone = excluded.undone`,
      JSON.stringify(history),
    );
  }
}
