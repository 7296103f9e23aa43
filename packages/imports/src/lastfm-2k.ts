import { asListenerId } from '@segue/core/events';
import { mix } from '@segue/core/model';
import { HistoryFiles } from './history-files.ts';
import { afterHeader, isRowId, type Line, NO_ROW_ID } from './lines.ts';
import type { ImportedListen, ImportSource } from './source.ts';
import { standIn } from './stand-in.ts';

const ARTISTS = 'artists.dat';
const PLAYS = 'user_artists.dat';
const TAGS = 'tags.dat';
const TAGGED = 'user_taggedartists.dat';
const GENRES_OF_ARTIST = 3;
/** Tags that say when or whether somebody heard it, and not what it is. */
const NOT_A_GENRE = /^(seen live|favou?rites?|albums i own|love.*|awesome|\d{2,4}s?|under \d+ listeners|all|my .*)$/i;

/**
 * Last.fm 2K (HetRec 2011): who played which artist how often, no times. Rows ascend by artist: they are shuffled by
 * seed, each is one event of strength log(1 + plays), and teaches without recency. An artist stands in for a track.
 */
export async function readLastfm2k(
  folder: string,
  { seed, addedAtMs }: { readonly seed: number; readonly addedAtMs: number },
): Promise<ImportSource> {
  const files = new HistoryFiles(folder);
  const genres = await readGenres(files);
  const artists = new Map<string, string>();
  for (const { number, text } of artistLines(await files.lines(ARTISTS))) {
    const [id, name] = text.split('\t');
    if (!name) files.refuse({ file: ARTISTS, line: number }, 'expected id and name, separated by a tab');
    else if (!isRowId(id)) files.refuse({ file: ARTISTS, line: number }, `id ${NO_ROW_ID}`, id);
    else artists.set(id, name);
  }
  const rows: ImportedListen[] = [];
  for (const { number, text } of afterHeader(await files.lines(PLAYS), PLAYS, ['userID', 'artistID', 'weight'], '\t')) {
    const place = { file: PLAYS, line: number };
    const [user, artist, weight] = text.split('\t');
    const plays = Number(weight);
    const refuse = (reason: string, value?: string) => files.refuse(place, reason, value);
    if (weight === undefined) refuse('expected userID, artistID and weight, separated by tabs');
    else if (!isRowId(user)) refuse(`userID ${NO_ROW_ID}`, user);
    else if (!isRowId(artist)) refuse(`artistID ${NO_ROW_ID}`, artist);
    else if (!Number.isInteger(plays) || plays < 1) refuse('weight is not a whole number from 1', weight);
    else if (!artists.has(artist)) refuse('the artist is not in artists.dat', artist);
    else {
      rows.push({
        listenerId: asListenerId(`lastfm-${user}`),
        act: { type: 'complete', trackId: standInIdOf(artist), heardFraction: 1 },
        atMs: null,
        strength: Math.min(20, Math.log(1 + plays)),
        ...place,
      });
    }
  }
  return {
    name: `lastfm-2k.${seed}.${files.contentHash()}`,
    tracks: [...artists].map(([id, name]) =>
      standIn({ id: standInIdOf(id), title: name, artist: name, artistKey: `lastfm-a${id}`, genres: genres.get(id) ?? [], addedAtMs }),
    ),
    listens: shuffled(rows, seed),
    refusals: files.refusals,
  };
}

const standInIdOf = (artist: string) => `lastfm-${artist}` as ReturnType<typeof standIn>['id'];

/** Copies of the set go about whose artists.dat begins with its first artist. */
function artistLines(lines: readonly Line[]): readonly Line[] {
  const isHeadless = isRowId(lines[0]?.text.split('\t')[0]);
  return isHeadless ? lines : afterHeader(lines, ARTISTS, ['id', 'name'], '\t');
}

/** The tags most often given to each artist. */
async function readGenres(files: HistoryFiles): Promise<Map<string, string[]>> {
  const tags = new Map<string, string>();
  for (const { number, text } of afterHeader(await files.lines(TAGS), TAGS, ['tagID', 'tagValue'], '\t')) {
    const [id, value] = text.split('\t');
    if (!value) files.refuse({ file: TAGS, line: number }, 'expected tagID and tagValue, separated by a tab');
    else if (!isRowId(id)) files.refuse({ file: TAGS, line: number }, `tagID ${NO_ROW_ID}`, id);
    else tags.set(id, value.slice(0, 40));
  }
  const counts = new Map<string, Map<string, number>>();
  for (const { number, text } of afterHeader(await files.lines(TAGGED), TAGGED, ['userID', 'artistID', 'tagID'], '\t')) {
    const refuse = (reason: string, value?: string) => files.refuse({ file: TAGGED, line: number }, reason, value);
    const [user, artist, tag] = text.split('\t');
    if (tag === undefined) refuse('expected userID, artistID and tagID, separated by tabs');
    else if (!isRowId(user)) refuse(`userID ${NO_ROW_ID}`, user);
    else if (!isRowId(artist)) refuse(`artistID ${NO_ROW_ID}`, artist);
    else if (!isRowId(tag)) refuse(`tagID ${NO_ROW_ID}`, tag);
    else count(counts, artist, tags.get(tag));
  }
  return new Map(
    [...counts].map(([artist, of]) => [
      artist,
      [...of]
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .slice(0, GENRES_OF_ARTIST)
        .map(([name]) => name),
    ]),
  );
}

function count(counts: Map<string, Map<string, number>>, artist: string, tag: string | undefined): void {
  if (!tag || NOT_A_GENRE.test(tag)) return;
  const of = counts.get(artist) ?? new Map<string, number>();
  of.set(tag, (of.get(tag) ?? 0) + 1);
  counts.set(artist, of);
}

/** Fisher-Yates, each draw a hash of seed and place: the same seed gives the same order on every machine. */
export function shuffled<T>(rows: readonly T[], seed: number): T[] {
  const out = [...rows];
  for (let i = out.length - 1; i > 0; i--) {
    const j = mix(seed * 31 + i) % (i + 1);
    const kept = out[i] as T;
    out[i] = out[j] as T;
    out[j] = kept;
  }
  return out;
}
