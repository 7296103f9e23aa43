import type { ArtistId, TrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import type { CatalogueChange } from '@segue/core/ports';
import { storableText } from '../storable-text.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';
import type { Tables } from './tables.ts';

/** Rows of one statement: enough that its cost is the rows', few enough that its text is some hundred kB. */
const ROWS_AT_ONCE = 1_000;
const READ_AT_ONCE = 5_000;
/** At a start several read the whole catalogue one after the other: who fills it, who learns, who serves. */
const KEPT_MS = 20_000;

interface Row {
  readonly id: string;
  readonly title: string;
  readonly artist_id: string;
  readonly artist_name: string;
  readonly album: string | null;
  readonly genres: readonly string[];
  readonly key_tonic: number | null;
  readonly key_minor: boolean | null;
  readonly tempo_bpm: number;
  readonly energy: number;
  readonly duration_seconds: number;
  readonly seed: number;
  readonly sound: string;
  readonly path: string | null;
  readonly has_cover: boolean;
  readonly added_at_ms: number;
}

const FACTS = [
  'title',
  'artist_id',
  'artist_name',
  'album',
  'genres',
  'key_tonic',
  'key_minor',
  'tempo_bpm',
  'energy',
  'duration_seconds',
  'seed',
  'sound',
  'path',
  'has_cover',
  'added_at_ms',
] as const;
const columns = (prefix: string) => Prisma.raw(FACTS.map((name) => `${prefix}${name}`).join(', '));
const REPLACED = Prisma.raw(FACTS.map((name) => `${name} = excluded.${name}`).join(', '));

export class TrackTable {
  readonly #prisma: PrismaClient;
  readonly #tables: Tables;
  /** The last answer that had tracks in it. */
  #last: { readonly since: number; readonly change: CatalogueChange } | null = null;

  constructor(prisma: PrismaClient, tables: Tables) {
    this.#prisma = prisma;
    this.#tables = tables;
  }

  async put(tracks: readonly Track[]): Promise<void> {
    const rows = [...new Map(tracks.map((track) => [track.id, rowOf(track)])).values()];
    for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) await this.#putRows(rows.slice(i, i + ROWS_AT_ONCE));
  }

  async remove(ids: readonly TrackId[]): Promise<void> {
    const { track } = this.#tables;
    await this.#prisma.$transaction(async (tx) => {
      const version = await this.#nextVersion(tx);
      await tx.$executeRaw`UPDATE ${track} SET removed = true, version = ${version} WHERE id = ANY(${[...ids]}::text[]) AND NOT removed`;
    });
  }

  async changes(since: number): Promise<CatalogueChange> {
    const { track } = this.#tables;
    const [newest] = await this.#prisma.$queryRaw<{ version: bigint | null }[]>`SELECT max(version) AS version FROM ${track}`;
    const version = Math.max(since, Number(newest?.version ?? 0));
    if (this.#last?.since === since && this.#last.change.version === version) return this.#last.change;
    const change = await this.#read(since, version);
    if (change.changed.length > 0) this.#keep(since, change);
    return change;
  }

  #keep(since: number, change: CatalogueChange): void {
    const last = { since, change };
    this.#last = last;
    setTimeout(() => {
      if (this.#last === last) this.#last = null;
    }, KEPT_MS).unref();
  }

  /** Reads in pages up to the version that stood at the start: what is written meanwhile comes with the next call. */
  async #read(since: number, version: number): Promise<CatalogueChange> {
    const { track } = this.#tables;
    const changed: Track[] = [];
    const removed: TrackId[] = [];
    let after = { version: BigInt(since), id: '\u{10ffff}' };
    while (version > since) {
      const rows = await this.#prisma.$queryRaw<(Row & { version: bigint; removed: boolean })[]>`
        SELECT id, ${columns('')}, version, removed FROM ${track}
        WHERE (version, id) > (${after.version}, ${after.id}) AND version <= ${BigInt(version)}
        ORDER BY version, id LIMIT ${READ_AT_ONCE}`;
      for (const row of rows) {
        if (row.removed) removed.push(row.id as TrackId);
        else changed.push(trackOf(row));
      }
      const last = rows.at(-1);
      if (!last || rows.length < READ_AT_ONCE) break;
      after = last;
    }
    return { version, changed, removed };
  }

  async #putRows(rows: readonly Row[]): Promise<void> {
    const { artist, track } = this.#tables;
    const json = JSON.stringify(rows);
    const artists = new Map(rows.map((row) => [row.artist_id, { id: row.artist_id, name: row.artist_name }]));
    await this.#prisma.$transaction(async (tx) => {
      const version = await this.#nextVersion(tx);
      await tx.$executeRaw`
        INSERT INTO ${artist} (id, name)
        SELECT id, name FROM json_populate_recordset(NULL::${artist}, ${JSON.stringify([...artists.values()])}::json)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE ${artist}.name <> excluded.name`;
      // A track that is put as it stands keeps its version: a start over a known catalogue is no news to anyone.
      await tx.$executeRaw`
        INSERT INTO ${track} AS old (id, ${columns('')}, version, removed)
        SELECT id, ${columns('')}, ${version}, false FROM json_populate_recordset(NULL::${track}, ${json}::json)
        ON CONFLICT (id) DO UPDATE SET ${REPLACED}, version = excluded.version, removed = false
        WHERE old.removed OR (${columns('old.')}) IS DISTINCT FROM (${columns('excluded.')})`;
    });
  }

  /** Writers wait for each other here: were versions to commit out of order, a reader would step over the lower one. */
  async #nextVersion(tx: Prisma.TransactionClient): Promise<bigint> {
    const { trackVersion } = this.#tables;
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${trackVersion}, 0))::text`;
    const [next] = await tx.$queryRaw<{ version: bigint }[]>`SELECT nextval(${trackVersion}::regclass) AS version`;
    if (!next) throw new Error('the sequence gave no version');
    return next.version;
  }
}

const rowOf = (track: Track): Row => ({
  id: track.id,
  title: storableText(track.title),
  artist_id: track.artistId,
  artist_name: storableText(track.artist),
  album: track.album === null ? null : storableText(track.album),
  genres: track.genres.map(storableText),
  key_tonic: track.key?.tonic ?? null,
  key_minor: track.key?.minor ?? null,
  tempo_bpm: track.tempoBpm,
  energy: track.energy,
  duration_seconds: track.durationSeconds,
  seed: track.seed,
  sound: track.sound,
  path: track.path === null ? null : storableText(track.path),
  has_cover: track.hasCover,
  added_at_ms: track.addedAtMs,
});

// The ids and the sound were typed when they were put; no one else writes this table.
const trackOf = (row: Row): Track => ({
  id: row.id as TrackId,
  title: row.title,
  artistId: row.artist_id as ArtistId,
  artist: row.artist_name,
  album: row.album,
  genres: row.genres,
  key: row.key_tonic === null || row.key_minor === null ? null : { tonic: row.key_tonic, minor: row.key_minor },
  tempoBpm: row.tempo_bpm,
  energy: row.energy,
  durationSeconds: row.duration_seconds,
  seed: row.seed,
  sound: row.sound as Track['sound'],
  path: row.path,
  hasCover: row.has_cover,
  addedAtMs: row.added_at_ms,
});
