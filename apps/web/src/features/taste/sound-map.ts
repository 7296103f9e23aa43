import type { TrackId } from '@segue/core/events';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The catalogue by sound, about -1..1 each way, and the two directions that it is drawn along. */
export interface SoundMap {
  readonly x: MapAxis;
  readonly y: MapAxis;
  /** Largest first. */
  readonly genres: readonly (Place & { readonly genre: string })[];
  readonly tracks: readonly (Place & { readonly trackId: TrackId; readonly genre: number })[];
}

interface MapAxis {
  readonly axis: readonly number[];
  readonly offset: number;
}

/** Names that stand on the map; more of them would be a list. */
const MOST_NAMED = 6;
/** Names nearer to each other than this overlap: a name is wide and low. */
const NAME_WIDTH = 0.62;
const NAME_HEIGHT = 0.17;

/** Where a vector stands; at the edge, if it points outside. */
export function placeOn({ x, y }: SoundMap, vector: readonly number[]): Place {
  const along = ({ axis, offset }: MapAxis) => axis.reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0) - offset;
  return { x: clamped(along(x)), y: clamped(along(y)) };
}

/** Of all genres those that get a name and a colour, as places in `map.genres`: the largest, and then each time the furthest. */
export function namedGenres({ genres }: SoundMap): readonly number[] {
  const named: number[] = [];
  while (named.length < Math.min(MOST_NAMED, genres.length)) {
    let best = -1;
    let furthest = 0;
    for (const [at, genre] of genres.entries()) {
      const others = named.map((one) => genres[one] ?? genre);
      if (named.includes(at) || others.some((other) => overlap(genre, other))) continue;
      const nearest = Math.min(Number.MAX_VALUE, ...others.map((other) => distance(genre, other)));
      if (nearest > furthest) [best, furthest] = [at, nearest];
    }
    if (best === -1) break;
    named.push(best);
  }
  return named;
}

/** For each genre, which of the `named` ones it lies nearest to: it shares that one's colour. */
export function coloursOf({ genres }: SoundMap, named: readonly number[]): readonly number[] {
  return genres.map((genre) => {
    const away = named.map((one) => distance(genre, genres[one] ?? genre));
    return away.indexOf(Math.min(...away));
  });
}

/** The drawn track that stands nearest to a place; of one genre alone where one is given. */
export function nearestTrack({ tracks }: SoundMap, place: Place, genre?: number): TrackId | null {
  let nearest: TrackId | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const track of tracks) {
    const away = distance(track, place);
    if (away < least && (genre === undefined || track.genre === genre)) [nearest, least] = [track.trackId, away];
  }
  return nearest;
}

/** The genre whose middle is nearest. */
export function nearestGenre({ genres }: SoundMap, place: Place): string | null {
  const [nearest] = genres.toSorted((a, b) => distance(a, place) - distance(b, place));
  return nearest?.genre ?? null;
}

/** What the api sent, or null. Zod stays out of the first load: these are the fields that are drawn. */
export function parseMap(raw: unknown): SoundMap | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const map = raw as Readonly<Record<string, unknown>>;
  const isListOf = <T>(value: unknown, is: (one: unknown) => one is T): value is T[] => Array.isArray(value) && value.every(is);
  const { x, y, genres, tracks } = map;
  if (!isAxis(x) || !isAxis(y) || !isListOf(genres, isGenre) || !isListOf(tracks, isTrack)) return null;
  return { x, y, genres, tracks };
}

export const isVector = (raw: unknown): raw is number[] => Array.isArray(raw) && raw.every(isNumber);

const isNumber = (raw: unknown): raw is number => typeof raw === 'number' && Number.isFinite(raw);
const isPlace = (raw: unknown): raw is Place & Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && 'x' in raw && isNumber(raw.x) && 'y' in raw && isNumber(raw.y);
const isAxis = (raw: unknown): raw is MapAxis =>
  typeof raw === 'object' && raw !== null && 'axis' in raw && isVector(raw.axis) && 'offset' in raw && isNumber(raw.offset);
const isGenre = (raw: unknown): raw is SoundMap['genres'][number] => isPlace(raw) && typeof raw['genre'] === 'string';
const isTrack = (raw: unknown): raw is SoundMap['tracks'][number] =>
  isPlace(raw) && typeof raw['trackId'] === 'string' && isNumber(raw['genre']);

const distance = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y);
const overlap = (a: Place, b: Place): boolean => Math.abs(a.x - b.x) < NAME_WIDTH && Math.abs(a.y - b.y) < NAME_HEIGHT;
/** Whoever stands outside is drawn at the edge. */
const clamped = (value: number): number => Math.max(-1.05, Math.min(1.05, value));
