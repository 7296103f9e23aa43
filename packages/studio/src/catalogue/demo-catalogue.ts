import type { Genre } from '../composer/genre.ts';
import type { SoundSpec } from '../composer/score.ts';
import { GENRES } from '../genres/index.ts';
import { createRandom, hash32, type Random } from '../hash.ts';
import { albumTitleFor, titleFor } from './titles.ts';
import { BAND_ADJECTIVES, BAND_NOUNS, FIRST_NAMES, LAST_NAMES } from './words.ts';

export interface DemoArtist {
  /** Stable and short, such as `a001`. */
  readonly id: string;
  readonly name: string;
  readonly genre: string;
}

export interface DemoAlbum {
  readonly id: string;
  readonly title: string;
  readonly artistId: string;
  readonly year: number;
}

export interface DemoTrack extends SoundSpec {
  /** Stable and short, such as `t0001`. */
  readonly id: string;
  readonly title: string;
  readonly artistName: string;
  readonly album: string;
  readonly albumId: string;
  readonly year: number;
}

export interface DemoCatalogue {
  readonly artists: readonly DemoArtist[];
  readonly albums: readonly DemoAlbum[];
  readonly tracks: readonly DemoTrack[];
}

export interface DemoCatalogueOptions {
  readonly seed: number;
  readonly tracks?: number;
  /** The same length for all, for tests; left out, tracks are two to four minutes long. */
  readonly durationSeconds?: number;
}

const TRACKS_PER_ARTIST = 9;
const RING_SECONDS = 2.3;

/** A catalogue of made-up artists: the same seed and size give the same one, wherever and whenever. */
export function demoCatalogue({ seed, tracks: size = 2000, durationSeconds }: DemoCatalogueOptions): DemoCatalogue {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`A catalogue has a whole number of tracks, not ${size}`);
  const count = Math.min(size, Math.max(GENRES.length, Math.round(size / TRACKS_PER_ARTIST)));
  const names = new Set<string>();
  const artists: DemoArtist[] = [];
  for (let i = 0; i < count; i++) {
    const name = artistNameFor(createRandom(seed, 'artist', i), names);
    names.add(name);
    artists.push({ id: `a${String(i + 1).padStart(3, '0')}`, name, genre: GENRES[i % GENRES.length]!.name });
  }
  const albums: DemoAlbum[] = [];
  const tracks: DemoTrack[] = [];
  for (const [i, shelf] of sharesOf(size, count, createRandom(seed, 'shares')).entries()) {
    discography({
      artist: artists[i]!,
      genre: GENRES[i % GENRES.length]!,
      size: shelf,
      random: createRandom(seed, 'tracks', i),
      seed,
      durationSeconds,
      albums,
      tracks,
    });
  }
  return { artists, albums, tracks };
}

interface Discography {
  readonly artist: DemoArtist;
  readonly genre: Genre;
  readonly size: number;
  readonly random: Random;
  readonly seed: number;
  readonly durationSeconds: number | undefined;
  readonly albums: DemoAlbum[];
  readonly tracks: DemoTrack[];
}

function discography({ artist, genre, size, random, seed, durationSeconds, albums, tracks }: Discography): void {
  const titles = new Set<string>();
  const albumTitles = new Set<string>();
  // An artist is a calm or a lively one of the kind, and strays from that a little.
  const leaning = random.between(0.15, 0.85);
  let year = 2004 + random.below(14);
  let album: DemoAlbum | undefined;
  let onAlbum = 0;
  for (let n = 0; n < size; n++) {
    if (!album || onAlbum === 0) {
      const title = albumTitleFor(albumTitles, random);
      albumTitles.add(title);
      album = { id: `b${String(albums.length + 1).padStart(4, '0')}`, title, artistId: artist.id, year };
      albums.push(album);
      onAlbum = 4 + random.below(4);
      year = Math.min(2026, year + 1 + random.below(4));
    }
    onAlbum--;
    const mood = Math.min(1, Math.max(0, leaning + random.bell() * 0.22));
    const energy = Math.round((genre.energy[0] + (genre.energy[1] - genre.energy[0]) * mood) * 1000) / 1000;
    const pace = Math.min(1, Math.max(0, 0.55 * mood + 0.45 * random.next()));
    const tempo = Math.round((genre.tempo[0] + (genre.tempo[1] - genre.tempo[0]) * pace) * 2) / 2;
    const key = random.below(12);
    const mode = random.pick(genre.modes);
    const title = titleFor({ genre: genre.name, key, mode }, titles, random);
    titles.add(title);
    const number = tracks.length + 1;
    tracks.push({
      id: `t${String(number).padStart(4, '0')}`,
      title,
      artistId: artist.id,
      artistName: artist.name,
      album: album.title,
      albumId: album.id,
      year: album.year,
      genre: genre.name,
      key,
      mode,
      tempo,
      energy,
      seed: hash32(seed, 'sound', number),
      durationSeconds: durationSeconds ?? lengthOf(genre, tempo, random),
    });
  }
}

/** Two to four minutes that end with a bar and the ring of the last chord. */
function lengthOf({ metre }: Genre, tempo: number, random: Random): number {
  const barSeconds = (60 / tempo) * metre.beats;
  const bars = Math.round(random.between(130, 228) / barSeconds / 4) * 4;
  return Math.min(240, Math.max(120, Math.ceil(bars * barSeconds + RING_SECONDS)));
}

/** How many tracks each artist has: some have twice as many as others, and they add up. */
function sharesOf(size: number, count: number, random: Random): number[] {
  const weights = Array.from({ length: count }, () => random.between(0.6, 1.4));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let given = 0;
  let wanted = 0;
  return weights.map((weight, i) => {
    wanted += (weight / total) * size;
    // Whoever comes later still gets one.
    const share = Math.max(1, Math.min(Math.round(wanted) - given, size - given - (count - 1 - i)));
    given += share;
    return i === count - 1 ? share + size - given : share;
  });
}

/** After so many names that are taken the words are running out: the next of the same name is the second, the third … */
const NAME_TRIES = 60;

function artistNameFor(random: Random, taken: ReadonlySet<string>): string {
  for (let tries = 0; ; tries++) {
    const roll = random.next();
    const name =
      roll < 0.5
        ? `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`
        : roll < 0.75
          ? `The ${random.pick(BAND_ADJECTIVES)} ${random.pick(BAND_NOUNS)}`
          : roll < 0.93
            ? `${random.pick(BAND_ADJECTIVES)} ${random.pick(BAND_NOUNS)}`
            : `${random.pick(FIRST_NAMES)} & the ${random.pick(BAND_NOUNS)}`;
    if (!taken.has(name)) return name;
    if (tries < NAME_TRIES) continue;
    for (let nth = 2; ; nth++) if (!taken.has(`${name} ${nth}`)) return `${name} ${nth}`;
  }
}
