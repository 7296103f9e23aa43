import { AGE_BANDS, type ArtistId, type TrackId } from '@segue/core/events';
import { fractionOf, hashOf, type Profile } from '@segue/core/model';

/** What a made-up listener hears of a track. */
export interface Heard {
  readonly id: TrackId;
  readonly artistId: ArtistId;
  readonly genre: string;
  /** 0 calm .. 1 energetic. */
  readonly energy: number;
}

/** What a sitting is for: one of the genres that the listener likes, and how lively. */
export interface Mood {
  readonly genre: string;
  readonly energy: number;
}

/** Somebody made up, whose true taste is known. */
export interface TrueTaste {
  readonly index: number;
  /** Country and age band go with what is liked, loosely, as among people. */
  readonly profile: Profile;
  /** Most liked first. */
  readonly genres: readonly string[];
  /** Chance, 0..1, that the listener hears this track out, on any day. */
  appealOf(track: Heard): number;
  /** The same in a mood. */
  appealIn(mood: Mood, track: Heard): number;
  moodOf(session: number): Mood;
}

const COUNTRIES = ['BR', 'JP', 'SE', 'US'] as const;
/** Genres that a country is at home in, and an age band; and how often its members' genres are of these. */
const HOME_GENRES = 2;
const AT_HOME = 0.75;
const GENRES_EACH = 3;
/** How much the second and third genre are liked beside the first. */
const LIKING = [1, 0.75, 0.5] as const;
/** In a mood, what it is not for. */
const OTHER_GENRES = 0.4;

// Chances of 3 % for what is of no liked genre, 50 % for one that is liked half, 90 % for the best.
const BASE = -2.6;
const BY_GENRE = 3.6;
const BY_ENERGY = 1.2;
const BY_ARTIST = 1;
const BY_QUALITY = 1.4;
const ENERGY_WIDTH = 0.35;

/** A track's standing with everybody: some are simply better. 0..1 */
export const qualityOf = (track: Heard, seed: number): number => fractionOf(`${track.id}/quality`, seed);

/** @param genres of the catalogue, in any order; the same ones and seed give the same listener. */
export function createTrueTaste({
  index,
  genres,
  seed,
}: {
  readonly index: number;
  readonly genres: readonly string[];
  readonly seed: number;
}): TrueTaste {
  const sorted = genres.toSorted();
  const draw = (what: string) => fractionOf(`${index}/${what}`, seed);
  const country = COUNTRIES[Math.floor(draw('country') * COUNTRIES.length)] ?? 'SE';
  const ageBand = AGE_BANDS[Math.floor(draw('age') * AGE_BANDS.length)] ?? '25-34';
  const home = [country, ageBand].flatMap((group) =>
    Array.from({ length: HOME_GENRES }, (_, i) => sorted[hashOf(`${group}/${i}`, seed) % sorted.length] ?? ''),
  );
  const liked = new Map<string, number>();
  for (let i = 0; liked.size < Math.min(GENRES_EACH, sorted.length); i++) {
    const from = draw(`home${i}`) < AT_HOME && i < GENRES_EACH * 2 ? home : sorted;
    const genre = from[Math.floor(draw(`genre${i}`) * from.length)] ?? '';
    if (!liked.has(genre)) liked.set(genre, LIKING[liked.size] ?? 0);
  }
  const ownGenres = [...liked.keys()];
  const ownEnergy = 0.2 + 0.6 * draw('energy');

  function appeal(track: Heard, genreLiking: number, energy: number): number {
    const near = Math.exp(-(((track.energy - energy) / ENERGY_WIDTH) ** 2));
    const artist = fractionOf(`${index}/${track.artistId}`, seed) - 0.5;
    const sum = BASE + BY_GENRE * genreLiking + BY_ENERGY * near + BY_ARTIST * 2 * artist + BY_QUALITY * (qualityOf(track, seed) - 0.5);
    return 1 / (1 + Math.exp(-sum));
  }
  return {
    index,
    profile: { country, ageBand, genres: [] },
    genres: ownGenres,
    appealOf: (track) => appeal(track, liked.get(track.genre) ?? 0, ownEnergy),
    appealIn: (mood, track) => appeal(track, track.genre === mood.genre ? 1 : OTHER_GENRES * (liked.get(track.genre) ?? 0), mood.energy),
    moodOf: (session) => ({
      genre: ownGenres[Math.floor(draw(`mood${session}`) ** 1.5 * ownGenres.length)] ?? '',
      energy: Math.min(1, Math.max(0, ownEnergy + (draw(`lively${session}`) - 0.5) * 0.6)),
    }),
  };
}
