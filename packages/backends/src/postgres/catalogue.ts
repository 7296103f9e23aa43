import { AppError } from '@segue/core/errors';
import type { ArtistId, ListenerId, OutboxId, TrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import type { Catalogue, HistoryEntry, Identity, ImportProgress, Projected } from '@segue/core/ports';
import { PrismaClient } from './generated/client.ts';
import { project } from './projection.ts';
import { changedSince, putTracks, removeTracks } from './tracks-table.ts';

type Adapter = NonNullable<ConstructorParameters<typeof PrismaClient>[0]['adapter']>;

const TIMEOUT_MS = 10_000;

/** The catalogue on Postgres, through Prisma; PGlite is a Postgres too. */
export class PostgresCatalogue implements Catalogue {
  readonly #prisma: PrismaClient;
  readonly #close: () => Promise<void>;

  /** @param close closes what the adapter runs on, after Prisma has let go of it. */
  constructor({ adapter, close }: { readonly adapter: Adapter; readonly close: () => Promise<void> }) {
    this.#prisma = new PrismaClient({ adapter, transactionOptions: { timeout: TIMEOUT_MS, maxWait: TIMEOUT_MS } });
    this.#close = close;
  }

  putTracks(tracks: readonly Track[]): Promise<void> {
    return this.#attempt(() => putTracks(this.#prisma, tracks));
  }
  removeTracks(tracks: readonly TrackId[]): Promise<void> {
    return this.#attempt(() => removeTracks(this.#prisma, tracks));
  }
  changes(sinceVersion: number) {
    return this.#attempt(() => changedSince(this.#prisma, sinceVersion));
  }

  identify({ id, kind, listenerId }: Identity): Promise<ListenerId> {
    return this.#attempt(async () => {
      await this.#prisma.listener.createMany({ data: [{ id: listenerId }], skipDuplicates: true });
      await this.#prisma.identity.createMany({ data: [{ id, kind, listenerId }], skipDuplicates: true });
      const identity = await this.#prisma.identity.findUniqueOrThrow({ where: { id } });
      return identity.listenerId as ListenerId;
    });
  }

  project(events: readonly Projected[]): Promise<void> {
    return this.#attempt(() => this.#prisma.$transaction((db) => project(db, events)));
  }

  likes(listener: ListenerId): Promise<readonly TrackId[]> {
    return this.#attempt(async () =>
      (await this.#prisma.like.findMany({ where: { listenerId: listener }, orderBy: { atMs: 'desc' } })).map(
        (row) => row.trackId as TrackId,
      ),
    );
  }
  blocks(listener: ListenerId) {
    return this.#attempt(async () => {
      const rows = await this.#prisma.block.findMany({ where: { listenerId: listener }, orderBy: { atMs: 'desc' } });
      return {
        tracks: rows.filter((row) => row.kind === 'track').map((row) => row.subjectId as TrackId),
        artists: rows.filter((row) => row.kind === 'artist').map((row) => row.subjectId as ArtistId),
      };
    });
  }
  history(
    listener: ListenerId,
    { limit, beforeMs }: { readonly limit: number; readonly beforeMs?: number },
  ): Promise<readonly HistoryEntry[]> {
    return this.#attempt(async () => {
      const rows = await this.#prisma.history.findMany({
        where: {
          listenerId: listener,
          undone: false,
          type: { not: 'undo' },
          ...(beforeMs === undefined ? {} : { atMs: { lt: beforeMs } }),
        },
        orderBy: [{ atMs: 'desc' }, { event: 'desc' }],
        take: limit,
      });
      return rows.map((row) => ({
        trackId: row.trackId as TrackId,
        type: row.type as HistoryEntry['type'],
        heardFraction: row.heardFraction,
        atMs: row.atMs,
        event: row.event,
      }));
    });
  }

  importProgress(name: string): Promise<ImportProgress | null> {
    return this.#attempt(async () => {
      const row = await this.#prisma.importRun.findUnique({ where: { name } });
      return row ? { outbox: row.outbox as OutboxId, done: row.done, refused: row.refused, finished: row.finished } : null;
    });
  }
  async saveImportProgress(name: string, progress: ImportProgress): Promise<void> {
    await this.#attempt(() => this.#prisma.importRun.upsert({ where: { name }, create: { name, ...progress }, update: progress }));
  }

  async ready(): Promise<void> {
    await this.#attempt(() => this.#prisma.$queryRawUnsafe('SELECT 1'));
  }
  async close(): Promise<void> {
    await this.#prisma.$disconnect().catch(() => {});
    await this.#close();
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS * 3} ms`)), TIMEOUT_MS * 3);
    });
    try {
      return await Promise.race([work(), late]);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new AppError(
        'catalogue_unavailable',
        `The database did not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    } finally {
      clearTimeout(timer);
    }
  }
}
