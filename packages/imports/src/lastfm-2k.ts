import { asListenerId } from '@segue/core/events';
import { mix } from '@segue/core/model';
import { afterHeader, readLines } from './lines.ts';
import type { ImportedListen, ImportSource, Refusal } from './source.ts';
import { standIn } from './stand-in.ts';

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
  const refusals: Refusal[] = [];
  const genres = await readGenres(folder, refusals);
  const artists = new Map<string, string>();
  for (const { number, text } of await readLines(folder, 'artists.dat', refusals)) {
    const [id, name] = text.split('\t');
    if (number === 1 && id === 'id') continue;
    if (id && name && /^\d+$/.test(id)) artists.set(id, name);
    else refusals.push({ file: 'artists.dat', line: number, reason: 'expected an id and a name, separated by a tab' });
  }
  const rows: ImportedListen[] = [];
  for (const { number, text } of afterHeader(
    await readLines(folder, 'user_artists.dat', refusals),
    'user_artists.dat',
    ['userID', 'artistID', 'weight'],
    '\t',
  )) {
    const [user, artist, weight] = text.split('\t');
    const plays = Number(weight);
    const refuse = (reason: string) => refusals.push({ file: 'user_artists.dat', line: number, reason });
    if (!user || !artist || !/^\d+$/.test(user)) refuse('expected userID, artistID and weight, separated by tabs');
    else if (!Number.isInteger(plays) || plays < 1) refuse(`weight is ${weight ?? 'missing'}, expected a whole number from 1`);
    else if (!artists.has(artist)) refuse(`artist ${artist} is not in artists.dat`);
    else {
      rows.push({
        listenerId: asListenerId(`lastfm-${user}`),
        act: { type: 'complete', trackId: standInIdOf(artist), heardFraction: 1 },
        atMs: null,
        strength: Math.min(20, Math.log(1 + plays)),
      });
    }
  }
  return {
    name: `lastfm-2k.${seed}`,
    tracks: [...artists].map(([id, name]) =>
      standIn({ id: standInIdOf(id), title: name, artist: name, artistKey: `lastfm-a${id}`, genres: genres.get(id) ?? [], addedAtMs }),
    ),
    listens: shuffled(rows, seed),
    refusals,
  };
}

const standInIdOf = (artist: string) => `lastfm-${artist}` as ReturnType<typeof standIn>['id'];

/** The tags most often given to each artist. */
async function readGenres(folder: string, refusals: Refusal[]): Promise<Map<string, string[]>> {
  const tags = new Map<string, string>();
  for (const { number, text } of afterHeader(await readLines(folder, 'tags.dat', refusals), 'tags.dat', ['tagID', 'tagValue'], '\t')) {
    const [id, value] = text.split('\t');
    if (id && value) tags.set(id, value.slice(0, 40));
    else refusals.push({ file: 'tags.dat', line: number, reason: 'expected tagID and tagValue' });
  }
  const counts = new Map<string, Map<string, number>>();
  for (const { number, text } of afterHeader(
    await readLines(folder, 'user_taggedartists.dat', refusals),
    'user_taggedartists.dat',
    ['userID', 'artistID', 'tagID'],
    '\t',
  )) {
    const [, artist, tag] = text.split('\t');
    const name = tag ? tags.get(tag) : undefined;
    if (!artist || !tag) refusals.push({ file: 'user_taggedartists.dat', line: number, reason: 'expected userID, artistID and tagID' });
    if (!artist || !name || NOT_A_GENRE.test(name)) continue;
    const of = counts.get(artist) ?? new Map<string, number>();
    of.set(name, (of.get(name) ?? 0) + 1);
    counts.set(artist, of);
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
