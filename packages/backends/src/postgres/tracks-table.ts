import type { ArtistId, TrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import type { CatalogueChange } from '@segue/core/ports';
import type { PrismaClient } from './generated/client.ts';
import type { TrackModel } from './generated/models.ts';

/** Rows a statement: one parameter of JSON each, so that no driver's limit on parameters is met. */
const CHUNK = 1_000;

const PUT_ARTISTS = `INSERT INTO "Artist" (id, name) SELECT DISTINCT ON (r."artistId") r."artistId", r.artist
  FROM json_to_recordset($1::text::json) AS r("artistId" text, artist text) ORDER BY r."artistId"
  ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE "Artist".name <> excluded.name`;
const PUT_TRACKS = `INSERT INTO "Track" (id, title, "artistId", album, genres, "keyTonic", "keyMinor", "tempoBpm", energy, "durationSeconds", seed, sound, path, "hasCover", "addedAtMs")
  SELECT r.id, r.title, r."artistId", r.album, ARRAY(SELECT json_array_elements_text(r.genres)), r."keyTonic", r."keyMinor", r."tempoBpm", r.energy, r."durationSeconds", r.seed, r.sound, r.path, r."hasCover", r."addedAtMs"
  FROM json_to_recordset($1::text::json) AS r(id text, title text, "artistId" text, album text, genres json, "keyTonic" int, "keyMinor" boolean, "tempoBpm" double precision, energy double precision, "durationSeconds" double precision, seed bigint, sound text, path text, "hasCover" boolean, "addedAtMs" double precision)
  ON CONFLICT (id) DO UPDATE SET version = nextval('track_version'), removed = false, title = excluded.title, "artistId" = excluded."artistId", album = excluded.album, genres = excluded.genres,
    "keyTonic" = excluded."keyTonic", "keyMinor" = excluded."keyMinor", "tempoBpm" = excluded."tempoBpm", energy = excluded.energy, "durationSeconds" = excluded."durationSeconds", seed = excluded.seed,
    sound = excluded.sound, path = excluded.path, "hasCover" = excluded."hasCover", "addedAtMs" = excluded."addedAtMs"`;

export async function putTracks(prisma: PrismaClient, tracks: readonly Track[]): Promise<void> {
  const newest = [...new Map(tracks.map((track) => [track.id, track])).values()];
  for (let from = 0; from < newest.length; from += CHUNK) {
    const rows = JSON.stringify(
      newest
        .slice(from, from + CHUNK)
        .map(({ key, ...track }) => ({ ...track, keyTonic: key?.tonic ?? null, keyMinor: key?.minor ?? null })),
    );
    await prisma.$transaction([prisma.$executeRawUnsafe(PUT_ARTISTS, rows), prisma.$executeRawUnsafe(PUT_TRACKS, rows)]);
  }
}

export async function removeTracks(prisma: PrismaClient, tracks: readonly TrackId[]): Promise<void> {
  await prisma.$executeRawUnsafe(
    `UPDATE "Track" SET removed = true, version = nextval('track_version') WHERE NOT removed AND id IN (SELECT json_array_elements_text($1::text::json))`,
    JSON.stringify(tracks),
  );
}

export async function changedSince(prisma: PrismaClient, version: number): Promise<CatalogueChange> {
  const rows = await prisma.track.findMany({ where: { version: { gt: version } }, include: { artist: true }, orderBy: { version: 'asc' } });
  return {
    version: rows.length > 0 ? Number(rows.at(-1)?.version) : version,
    changed: rows.filter((row) => !row.removed).map((row) => trackOf(row, row.artist.name)),
    removed: rows.filter((row) => row.removed).map((row) => row.id as TrackId),
  };
}

function trackOf(row: TrackModel, artist: string): Track {
  return {
    id: row.id as TrackId,
    title: row.title,
    artistId: row.artistId as ArtistId,
    artist,
    album: row.album,
    genres: row.genres,
    key: row.keyTonic === null ? null : { tonic: row.keyTonic, minor: row.keyMinor ?? false },
    tempoBpm: row.tempoBpm,
    energy: row.energy,
    durationSeconds: row.durationSeconds,
    seed: Number(row.seed),
    sound: row.sound as Track['sound'],
    path: row.path,
    hasCover: row.hasCover,
    addedAtMs: row.addedAtMs,
  };
}
