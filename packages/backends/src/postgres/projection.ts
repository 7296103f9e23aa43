import { createHash } from 'node:crypto';
import { comparePositions } from '@segue/core/events';
import type { Projected } from '@segue/core/ports';
import { LISTENS } from '../projected-acts.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import { type PlannedAct, planProjection, type SubjectKind } from './projection-plan.ts';
import type { Tables } from './tables.ts';

interface Position {
  readonly partition: number;
  readonly epoch: number;
  readonly offset: number;
}
interface Subject {
  readonly listener: string;
  readonly kind: SubjectKind;
  readonly subject: string;
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
      const fresh = await this.#takeFresh(tx, events);
      if (fresh.length === 0) return;
      const plan = planProjection(await this.#withoutErased(tx, fresh));
      await this.#erase(tx, plan.erased);
      await this.#add(tx, plan.acts);
      await this.#restand(tx, [...plan.acts, ...(await this.#undo(tx, plan.acts))]);
    });
  }

  /** Moves the marks, which stay locked until the commit, and returns what lies behind the old ones, in order. */
  async #takeFresh(tx: Prisma.TransactionClient, events: readonly Projected[]): Promise<Projected[]> {
    const { mark } = this.#tables;
    const partitions = [...new Set(events.map(({ partition }) => partition))].sort((a, b) => a - b);
    await tx.$executeRaw`
      INSERT INTO ${mark} (partition, epoch, "offset") SELECT partition, -1, -1 FROM unnest(${partitions}::int[]) AS partition
      ON CONFLICT DO NOTHING`;
    const marks = await tx.$queryRaw<Position[]>`
      SELECT partition, epoch, "offset" FROM ${mark} WHERE partition = ANY(${partitions}::int[]) ORDER BY partition FOR UPDATE`;
    const at = new Map(marks.map((position) => [position.partition, position]));
    const fresh: Projected[] = [];
    for (const event of [...events].sort(comparePositions)) {
      const before = at.get(event.partition);
      if (before && comparePositions(event, before) <= 0) continue;
      at.set(event.partition, { partition: event.partition, epoch: event.epoch, offset: event.offset });
      fresh.push(event);
    }
    await tx.$executeRaw`
      UPDATE ${mark} AS mark SET epoch = new.epoch, "offset" = new."offset"
      FROM json_populate_recordset(NULL::${mark}, ${JSON.stringify([...at.values()])}::json) AS new
      WHERE mark.partition = new.partition`;
    return fresh;
  }

  /** Marks can be lost; whoever had themselves erased still does not come back. */
  async #withoutErased(tx: Prisma.TransactionClient, events: readonly Projected[]): Promise<Projected[]> {
    const { erasure } = this.#tables;
    const hashes = new Map(events.map(({ event }) => [event.listenerId, hashOf(event.listenerId)]));
    const rows = await tx.$queryRaw<(Position & { hash: string })[]>`
      SELECT listener_hash AS hash, partition, epoch, "offset" FROM ${erasure} WHERE listener_hash = ANY(${[...hashes.values()]}::text[])`;
    if (rows.length === 0) return [...events];
    const erased = new Map(rows.map((row) => [row.hash, row]));
    return events.filter((projected) => {
      const at = erased.get(hashes.get(projected.event.listenerId) ?? '');
      return !at || projected.epoch > at.epoch || (projected.partition === at.partition && comparePositions(projected, at) > 0);
    });
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

  async #add(tx: Prisma.TransactionClient, acts: readonly PlannedAct[]): Promise<void> {
    if (acts.length === 0) return;
    const { listener, history, subjectKind } = this.#tables;
    const json = JSON.stringify(acts);
    const grown = await tx.$queryRaw<{ id: string; uncut: number }[]>`
      INSERT INTO ${listener} AS old (id, first_seen_ms, uncut)
      SELECT listener, min(received), count(*) FROM json_to_recordset(${json}::json) AS act(listener text, received float8)
      GROUP BY listener ORDER BY listener
      ON CONFLICT (id) DO UPDATE SET uncut = old.uncut + excluded.uncut RETURNING id, uncut`;
    // An event that a client sent twice is known by its number, which is its id.
    await tx.$executeRaw`
      INSERT INTO ${history} (listener_id, event, type, kind, subject_id, heard_fraction, at_ms)
      SELECT listener, event, type, kind::${subjectKind}, subject, heard, at
      FROM json_to_recordset(${json}::json)
        AS act(n int, listener text, event text, type text, kind text, subject text, heard float8, at float8)
      ORDER BY n
      ON CONFLICT DO NOTHING`;
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

  /**
   * Sets likes and blocks of whatever was touched to its newest act that was not undone: new acts, resent ones and undone
   * ones then need no cases of their own.
   */
  async #restand(tx: Prisma.TransactionClient, acts: readonly (Subject & { readonly type?: string })[]): Promise<void> {
    const touched = new Map<string, Subject>();
    for (const { listener, kind, subject, type } of acts)
      if (kind !== 'event' && !LISTENS.has(type ?? '')) touched.set(`${listener} ${kind} ${subject}`, { listener, kind, subject });
    if (touched.size === 0) return;
    const { history, liked, blocked, subjectKind } = this.#tables;
    const json = JSON.stringify([...touched.values()]);
    await tx.$executeRaw`
      WITH touched AS (
        SELECT listener, subject FROM json_to_recordset(${json}::json) AS t(listener text, kind text, subject text) WHERE kind = 'track'
      ), newest AS (
        SELECT DISTINCT ON (listener, subject) listener, subject, type, event, at_ms
        FROM touched JOIN ${history} ON listener_id = listener AND subject_id = subject
        WHERE kind = 'track' AND type IN ('like', 'unlike', 'dislike', 'block') AND NOT undone
        ORDER BY listener, subject, seq DESC
      ), gone AS (
        DELETE FROM ${liked} USING touched WHERE listener_id = listener AND track_id = subject
          AND NOT EXISTS (SELECT FROM newest WHERE newest.listener = touched.listener AND newest.subject = touched.subject AND type = 'like')
      )
      INSERT INTO ${liked} (listener_id, track_id, event, at_ms) SELECT listener, subject, event, at_ms FROM newest WHERE type = 'like'
      ON CONFLICT (listener_id, track_id) DO UPDATE SET event = excluded.event, at_ms = excluded.at_ms`;
    await tx.$executeRaw`
      WITH touched AS (
        SELECT listener, t.kind::${subjectKind} AS of_kind, subject
        FROM json_to_recordset(${json}::json) AS t(listener text, kind text, subject text)
      ), newest AS (
        SELECT DISTINCT ON (listener, of_kind, subject) listener, of_kind, subject, type, event, at_ms
        FROM touched JOIN ${history} ON listener_id = listener AND kind = of_kind AND subject_id = subject
        WHERE type IN ('block', 'unblock') AND NOT undone
        ORDER BY listener, of_kind, subject, seq DESC
      ), gone AS (
        DELETE FROM ${blocked} USING touched WHERE listener_id = listener AND kind = of_kind AND subject_id = subject
          AND NOT EXISTS (
            SELECT FROM newest
            WHERE newest.listener = touched.listener AND newest.of_kind = touched.of_kind AND newest.subject = touched.subject AND type = 'block'
          )
      )
      INSERT INTO ${blocked} (listener_id, kind, subject_id, event, at_ms)
      SELECT listener, of_kind, subject, event, at_ms FROM newest WHERE type = 'block'
      ON CONFLICT (listener_id, kind, subject_id) DO UPDATE SET event = excluded.event, at_ms = excluded.at_ms`;
  }
}

const hashOf = (listener: string) => createHash('sha256').update(listener).digest('base64url');
