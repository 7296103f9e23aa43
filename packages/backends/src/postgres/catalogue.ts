import { AppError } from '@segue/core/errors';
import type { ArtistId, ListenerId, OutboxId, TrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import type { Blocks, Catalogue, CatalogueChange, HistoryEntry, Identity, ImportProgress, Projected } from '@segue/core/ports';
import { within } from '@segue/core/within';
import { Prisma, type PrismaClient } from './generated/client.ts';
import { Projection } from './projection.ts';
import { type Tables, tablesOf } from './tables.ts';
import { TrackTable } from './tracks.ts';

export interface PrismaCatalogueOptions {
  readonly prisma: PrismaClient;
  readonly schema: string;
  /** How long one call may take before it is given up; a call over many rows is given more by its own statements. */
  readonly timeoutMs: number;
  /** Listens kept of each listener, and as many likes and blocks; 5,000 unless said. */
  readonly historyKept?: number;
  readonly now: () => number;
  /** Ends what the client was opened on. */
  readonly close: () => Promise<void>;
}

/** The catalogue on any Postgres that Prisma has a driver for. */
export class PrismaCatalogue implements Catalogue {
  readonly #options: PrismaCatalogueOptions;
  readonly #prisma: PrismaClient;
  readonly #tables: Tables;
  readonly #tracks: TrackTable;
  readonly #projection: Projection;

  constructor(options: PrismaCatalogueOptions) {
    this.#options = options;
    this.#prisma = options.prisma;
    this.#tables = tablesOf(options.schema);
    this.#tracks = new TrackTable(options.prisma, this.#tables);
    this.#projection = new Projection(options.prisma, this.#tables, options.historyKept);
  }

  putTracks(tracks: readonly Track[]): Promise<void> {
    // Every thousand rows are a transaction of their own, with a time of their own.
    return this.#attempt('putting tracks', () => this.#tracks.put(tracks), 1 + tracks.length / 1_000);
  }

  removeTracks(tracks: readonly TrackId[]): Promise<void> {
    return this.#attempt('removing tracks', () => this.#tracks.remove(tracks));
  }

  changes(sinceVersion: number): Promise<CatalogueChange> {
    return this.#attempt('reading tracks', () => this.#tracks.changes(sinceVersion), 4);
  }

  identify({ id, kind, listenerId }: Identity): Promise<ListenerId> {
    return this.#attempt('making an identity', async () => {
      for (let tries = 3; ; tries--) {
        const known = await this.#prisma.identity.findUnique({ where: { id } });
        if (known) return known.listenerId as ListenerId;
        const listener = { connectOrCreate: { where: { id: listenerId }, create: { id: listenerId, firstSeenMs: this.#options.now() } } };
        try {
          await this.#prisma.identity.create({ data: { id, kind, listener } });
        } catch (cause) {
          // Another tab made the identity, or the listener, since the look.
          if (tries === 0 || !isTaken(cause)) throw cause;
        }
      }
    });
  }

  project(events: readonly Projected[]): Promise<void> {
    return this.#attempt('projecting events', () => this.#projection.project(events));
  }

  likes(listenerId: ListenerId): Promise<readonly TrackId[]> {
    return this.#attempt('reading likes', async () => {
      const rows = await this.#prisma.like.findMany({ where: { listenerId }, orderBy: [{ atMs: 'desc' }, { trackId: 'asc' }] });
      return rows.map(({ trackId }) => trackId as TrackId);
    });
  }

  blocks(listenerId: ListenerId): Promise<Blocks> {
    return this.#attempt('reading blocks', async () => {
      const rows = await this.#prisma.block.findMany({ where: { listenerId }, orderBy: [{ atMs: 'asc' }, { subjectId: 'asc' }] });
      const of = (kind: 'track' | 'artist') => rows.filter((row) => row.kind === kind).map(({ subjectId }) => subjectId);
      return { tracks: of('track') as TrackId[], artists: of('artist') as ArtistId[] };
    });
  }

  history(listener: ListenerId, { limit, beforeMs }: { limit: number; beforeMs?: number }): Promise<readonly HistoryEntry[]> {
    const { history } = this.#tables;
    const before = beforeMs === undefined ? Prisma.empty : Prisma.sql`AND at_ms < ${beforeMs}::float8`;
    return this.#attempt(
      'reading a history',
      () => this.#prisma.$queryRaw<HistoryEntry[]>`
        SELECT track AS "trackId", type, heard AS "heardFraction", at AS "atMs", event FROM (
          SELECT subject_id AS track, type, heard_fraction AS heard, at_ms AS at, event, seq FROM ${history}
          WHERE listener_id = ${listener} AND kind = 'track' AND NOT undone ${before}
          ORDER BY at_ms DESC FETCH FIRST ${limit} ROWS WITH TIES
        ) AS page ORDER BY at DESC, seq DESC`,
    );
  }

  importProgress(name: string): Promise<ImportProgress | null> {
    return this.#attempt('reading how far an import came', async () => {
      const run = await this.#prisma.importRun.findUnique({ where: { name }, omit: { name: true } });
      return run && { ...run, outbox: run.outbox as OutboxId };
    });
  }

  saveImportProgress(name: string, progress: ImportProgress): Promise<void> {
    return this.#attempt('saving how far an import came', async () => {
      await this.#prisma.importRun.upsert({ where: { name }, create: { name, ...progress }, update: progress });
    });
  }

  ready(): Promise<void> {
    return this.#attempt('asking whether it is there', async () => {
      await this.#prisma.$queryRaw`SELECT 1`;
    });
  }

  async close(): Promise<void> {
    // A database that stopped answering must not hold up a shutdown.
    await within(this.#options.timeoutMs, this.#prisma.$disconnect().then(this.#options.close)).catch(() => undefined);
  }

  async #attempt<T>(what: string, call: () => Promise<T>, times = 1): Promise<T> {
    try {
      return await within(this.#options.timeoutMs * times, call());
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      const reason = cause instanceof Error ? (cause.message.trim().split('\n').at(-1) ?? '') : String(cause);
      throw new AppError('catalogue_unavailable', `the catalogue's database failed at ${what}: ${reason}`, { cause });
    }
  }
}

/** Prisma's code for a key that exists. */
const isTaken = (cause: unknown) => cause instanceof Prisma.PrismaClientKnownRequestError && cause.code === 'P2002';
