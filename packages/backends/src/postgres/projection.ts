import { createHash } from 'node:crypto';
import { comparePositions } from '@segue/core/events';
import type { Projected } from '@segue/core/ports';
import type { Prisma, PrismaClient } from './generated/client.ts';
import { type PlannedAct, planProjection } from './projection-plan.ts';
import { restand, type Subject } from './standing.ts';
import type { Tables } from './tables.ts';

interface Position {
  readonly partition: number;
  readonly epoch: number;
  readonly offset: number;
}

/** Acts of each listener that history keeps: so many listens, and so many of the others. */
const HISTORY_KEPT = 5_000;
/** Histories are cut back after this many more: cutting at each act would read the whole history each time. */
const CUT_AFTER = 500;

/** Writes what people did, from the log: each batch is one transaction with its mark in it. */
export class Projection {
  readonly #prisma: PrismaClient;
  readonly #tables: Tables;
  readonly #historyKept: number;

  constructor(prisma: PrismaClient, tables: Tables, historyKept = HISTORY_KEPT) {
    this.#prisma = prisma;
    this.#tables = tables;
    this.#historyKept = historyKept;
  }

  async project(events: readonly Projected[]): Promise<void> {
    if (events.length === 0) return;
    await this.#prisma.$transaction(async (tx) => {
      const { fresh, marks } = await this.#freshOf(tx, events);
      if (marks.length === 0) return;
      const { erased, acts } = planProjection(fresh);
      await this.#erase(tx, erased);
      await this.#add(tx, acts, marks);
      await restand(tx, this.#tables, acts, await this.#undo(tx, acts));
    });
  }

  /**
   * What lies behind the marks, in order, and where the marks then stand. They stay locked until the commit. Marks can be
   * lost: whoever had themselves erased still does not come back.
   */
  async #freshOf(tx: Prisma.TransactionClient, events: readonly Projected[]): Promise<{ fresh: Projected[]; marks: Position[] }> {
    const partitions = [...new Set(events.map(({ partition }) => partition))].sort((a, b) => a - b);
    const hashes = new Map(events.map(({ event }) => [event.listenerId, hashOf(event.listenerId)]));
    let rows = await this.#lock(tx, partitions, [...hashes.values()]);
    if (rows.filter(({ hash }) => hash === null).length < partitions.length) {
      const { mark } = this.#tables;
      await tx.$executeRaw`
        INSERT INTO ${mark} SELECT partition, -1, -1 FROM unnest(${partitions}::int[]) AS partition ON CONFLICT DO NOTHING`;
      rows = await this.#lock(tx, partitions, [...hashes.values()]);
    }
    const marks = new Map<number, Position>();
    const erased = new Map<string, Position>();
    for (const { hash, partition, epoch, offset } of rows) {
      if (hash === null) marks.set(partition, { partition, epoch, offset });
      else erased.set(hash, { partition, epoch, offset });
    }
    const moved = new Map<number, Position>();
    const fresh: Projected[] = [];
    for (const projected of [...events].sort(comparePositions)) {
      const { partition, epoch, offset } = projected;
      const mark = moved.get(partition) ?? marks.get(partition);
      if (mark && comparePositions(projected, mark) <= 0) continue;
      moved.set(partition, { partition, epoch, offset });
      const gone = erased.get(hashes.get(projected.event.listenerId) ?? '');
      if (!gone || epoch > gone.epoch || (partition === gone.partition && comparePositions(projected, gone) > 0)) fresh.push(projected);
    }
    return { fresh, marks: [...moved.values()] };
  }

  #lock(tx: Prisma.TransactionClient, partitions: number[], hashes: string[]): Promise<(Position & { hash: string | null })[]> {
    const { mark, erasure } = this.#tables;
    return tx.$queryRaw`
      WITH marks AS (
        SELECT partition, epoch, "offset" FROM ${mark} WHERE partition = ANY(${partitions}::int[]) ORDER BY partition FOR UPDATE
      )
      SELECT NULL AS hash, partition, epoch, "offset" FROM marks
      UNION ALL SELECT listener_hash, partition, epoch, "offset" FROM ${erasure} WHERE listener_hash = ANY(${hashes}::text[])`;
  }

  /** Everything of a listener hangs on their row, and goes with it. */
  async #erase(tx: Prisma.TransactionClient, erased: readonly Projected[]): Promise<void> {
    if (erased.length === 0) return;
    const { erasure, listener } = this.#tables;
    const rows = erased.map(({ event, partition, epoch, offset }) => ({
      listener_hash: hashOf(event.listenerId),
      partition,
      epoch,
      offset,
    }));
    await tx.$executeRaw`DELETE FROM ${listener} WHERE id = ANY(${erased.map(({ event }) => event.listenerId as string)}::text[])`;
    await tx.$executeRaw`
      INSERT INTO ${erasure} SELECT * FROM json_populate_recordset(NULL::${erasure}, ${JSON.stringify(rows)}::json)
      ON CONFLICT (listener_hash) DO UPDATE SET partition = excluded.partition, epoch = excluded.epoch, "offset" = excluded."offset"`;
  }

  /** One statement, since most batches are one event and come to no more than this. */
  async #add(tx: Prisma.TransactionClient, acts: readonly PlannedAct[], marks: readonly Position[]): Promise<void> {
    const { listener, history, subjectKind, mark } = this.#tables;
    // An event that a client sent twice is known by its number, which is its id: the second finds its row.
    const grown = await tx.$queryRaw<{ id: string; uncut: number }[]>`
      WITH moved AS (
        UPDATE ${mark} AS mark SET epoch = new.epoch, "offset" = new."offset"
        FROM json_to_recordset(${JSON.stringify(marks)}::json) AS new(partition int, epoch float8, "offset" float8)
        WHERE mark.partition = new.partition
      ), act AS (
        SELECT * FROM json_to_recordset(${JSON.stringify(acts)}::json)
          AS a(n int, listener text, event text, type text, kind text, subject text, heard float8, at float8, received float8)
      ), added AS (
        INSERT INTO ${history} (listener_id, event, type, kind, subject_id, heard_fraction, at_ms)
        SELECT listener, event, type, kind::${subjectKind}, subject, heard, at FROM act ORDER BY n
        ON CONFLICT DO NOTHING
      )
      INSERT INTO ${listener} AS old (id, first_seen_ms, uncut)
      SELECT listener, min(received), count(*) FROM act GROUP BY listener ORDER BY listener
      ON CONFLICT (id) DO UPDATE SET uncut = old.uncut + excluded.uncut RETURNING id, uncut`;
    const long = grown.filter(({ uncut }) => uncut >= CUT_AFTER).map(({ id }) => id);
    if (long.length > 0) await this.#cut(tx, long);
  }

  /** What decides over likes and blocks is counted apart: a like is not forgotten for being followed by many listens. */
  async #cut(tx: Prisma.TransactionClient, listeners: readonly string[]): Promise<void> {
    const { listener, history } = this.#tables;
    await tx.$executeRaw`
      DELETE FROM ${history} AS old USING (
        SELECT listener_id, event,
          row_number() OVER (PARTITION BY listener_id, type IN ('play', 'skip', 'complete') ORDER BY seq DESC) AS place
        FROM ${history} WHERE listener_id = ANY(${[...listeners]}::text[])
      ) AS placed
      WHERE placed.place > ${this.#historyKept} AND old.listener_id = placed.listener_id AND old.event = placed.event`;
    await tx.$executeRaw`UPDATE ${listener} SET uncut = 0 WHERE id = ANY(${[...listeners]}::text[])`;
  }

  /**
   * Marks what the batch's undos take back: an act is undone while a later undo of it stands. An undo can be undone, so
   * what changed under an undo is looked at in another round; rounds go back in time, and end. Returns what changed.
   */
  async #undo(tx: Prisma.TransactionClient, acts: readonly PlannedAct[]): Promise<Subject[]> {
    const { history } = this.#tables;
    const changed: Subject[] = [];
    let round = acts.flatMap(({ listener, kind, subject }) => (kind === 'event' ? { listener, event: subject } : []));
    while (round.length > 0) {
      const rows = await tx.$queryRaw<Subject[]>`
        UPDATE ${history} AS act SET undone = NOT act.undone
        FROM (SELECT DISTINCT listener, event FROM json_to_recordset(${JSON.stringify(round)}::json) AS r(listener text, event text)) AS named
        WHERE act.listener_id = named.listener AND act.event = named.event AND act.undone <> EXISTS (
          SELECT FROM ${history} AS undo
          WHERE undo.listener_id = act.listener_id AND undo.subject_id = act.event AND undo.type = 'undo'
            AND undo.seq > act.seq AND NOT undo.undone
        )
        RETURNING act.listener_id AS listener, act.kind::text AS kind, act.subject_id AS subject`;
      changed.push(...rows);
      round = rows.flatMap(({ listener, kind, subject }) => (kind === 'event' ? { listener, event: subject } : []));
    }
    return changed;
  }
}

const hashOf = (listener: string) => createHash('sha256').update(listener).digest('base64url');
