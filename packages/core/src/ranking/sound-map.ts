import type { TrackId } from '../events/index.ts';
import { DIMENSIONS, dot, hashOf, type ModelView, normOf, type Track, type Vector, zeroVector } from '../model/index.ts';

/** One direction of the map: a vector of length 1 is drawn at `dot(vector, axis) - offset`. */
export interface MapAxis {
  readonly axis: Vector;
  readonly offset: number;
}

/** The catalogue by sound: two dimensions of the vectors, about -1..1 each way. */
export interface SoundMap {
  readonly x: MapAxis;
  readonly y: MapAxis;
  /** Largest first; `x` and `y` are the middle of its tracks. */
  readonly genres: readonly { readonly genre: string; readonly tracks: number; readonly x: number; readonly y: number }[];
  /** A sample of the tracks, the same as long as the catalogue is; `genre` counts in `genres`. */
  readonly tracks: readonly { readonly trackId: TrackId; readonly genre: number; readonly x: number; readonly y: number }[];
}

/** Repeated squaring of a 32 by 32 matrix converges long before. */
const POWER_STEPS = 60;
/** Of a larger catalogue so many tracks stand for all: whoever draws the map also answers listeners meanwhile. */
const MOST_READ = 4_000;
/** This share of the tracks lies between -1 and 1; strays may lie outside. */
const INNER_SHARE = 0.96;

/**
 * Draws the catalogue in a plane. Of all pairs of directions it takes the two along which the genres' middles lie
 * furthest apart (principal components of the middles, weighted by size): along those of the single tracks the artists
 * would be apart and the genres one cloud. Lengths are left out, since ranking goes by direction first. More energy lies
 * to the right, a higher tempo at the top.
 */
export function soundMapOf(model: ModelView, most: number): SoundMap {
  const read = readOf(model);
  const groups = groupsOf(read);
  // Two middles span a line and no plane: then the tracks themselves do.
  const spread = groups.length > 2 ? groups : read.map(({ unit }) => ({ middle: unit, count: 1 }));
  const [first, second] = planeOf(spread, read.length);
  const x = axisOf(first, read, 'energy');
  const y = axisOf(second, read, 'tempoBpm');
  const at = (unit: Vector) => ({ x: dot(unit, x.axis) - x.offset, y: dot(unit, y.axis) - y.offset });
  const places = new Map(groups.map(({ genre }, i) => [genre, i]));
  return {
    x,
    y,
    genres: groups.map(({ genre, count, middle }) => ({ genre, tracks: count, ...at(middle) })),
    tracks: drawnOf(read, most).map(({ track, unit }) => ({ trackId: track.id, genre: places.get(genreOf(track)) ?? 0, ...at(unit) })),
  };
}

/** The middle of some tracks, each at length 1; null where the catalogue has none of them. */
export function middleOf(model: ModelView, tracks: readonly TrackId[]): Vector | null {
  const rows = tracks.flatMap((id) => model.rowOf(id) ?? []);
  if (rows.length === 0) return null;
  const middle = zeroVector();
  for (const row of rows) {
    const unit = unitOf(model, row);
    for (let i = 0; i < DIMENSIONS; i++) middle[i] = middle[i]! + unit[i]! / rows.length;
  }
  return middle;
}

interface Read {
  readonly track: Track;
  /** Its vector, at length 1. */
  readonly unit: Vector;
}

interface Group {
  readonly genre: string;
  readonly middle: Vector;
  count: number;
}

function readOf(model: ModelView): Read[] {
  const step = Math.max(1, Math.ceil(model.size / MOST_READ));
  const read: Read[] = [];
  for (let row = 0; row < model.size; row += step) {
    read.push({ track: model.trackAt(row), unit: unitOf(model, row) });
  }
  return read;
}

function unitOf(model: ModelView, row: number): Vector {
  const vector = model.matrix.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS);
  const length = normOf(vector) || 1;
  return vector.map((value) => value / length);
}

/** Largest genre first. */
function groupsOf(read: readonly Read[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { track, unit } of read) {
    const genre = genreOf(track);
    const group = groups.get(genre) ?? { genre, middle: zeroVector(), count: 0 };
    groups.set(genre, group);
    group.count++;
    for (let i = 0; i < DIMENSIONS; i++) group.middle[i] = group.middle[i]! + unit[i]!;
  }
  for (const { middle, count } of groups.values()) for (let i = 0; i < DIMENSIONS; i++) middle[i] = middle[i]! / count;
  return [...groups.values()].sort((a, b) => b.count - a.count || (a.genre < b.genre ? -1 : 1));
}

/** The two leading directions of the scatter of the middles. */
function planeOf(groups: readonly Pick<Group, 'middle' | 'count'>[], tracks: number): readonly [Vector, Vector] {
  const mean = zeroVector();
  for (const { middle, count } of groups) for (let i = 0; i < DIMENSIONS; i++) mean[i] = mean[i]! + (middle[i]! * count) / tracks;
  const scatter = Array.from({ length: DIMENSIONS }, () => zeroVector());
  for (const { middle, count } of groups) {
    for (let i = 0; i < DIMENSIONS; i++) {
      const row = scatter[i]!;
      const by = ((middle[i]! - mean[i]!) * count) / tracks;
      for (let k = 0; k < DIMENSIONS; k++) row[k] = row[k]! + by * (middle[k]! - mean[k]!);
    }
  }
  const first = leading(scatter, []);
  return [first, leading(scatter, [first])];
}

/** Takes out of a vector what lies along the others. */
function turnFrom(others: readonly Vector[], vector: Vector): void {
  for (const other of others) {
    const along = dot(vector, other) / (dot(other, other) || 1);
    for (let i = 0; i < DIMENSIONS; i++) vector[i] = vector[i]! - along * other[i]!;
  }
}

/** Power iteration, kept at right angles to `others`. */
function leading(matrix: readonly Vector[], others: readonly Vector[]): Vector {
  // Any start that is not by chance at right angles to the answer; fixed, so that the map is.
  let vector = Float32Array.from({ length: DIMENSIONS }, (_, i) => 1 + (hashOf('map', i) % 100) / 100);
  turnFrom(others, vector);
  for (let step = 0; step < POWER_STEPS; step++) {
    const next = Float32Array.from(matrix, (row) => dot(row, vector));
    turnFrom(others, next);
    const length = normOf(next);
    // Fewer genres than directions: any other one will do.
    if (length === 0) break;
    vector = next.map((value) => value / length);
  }
  const length = normOf(vector) || 1;
  return vector.map((value) => value / length);
}

/** Turned so that a fact of the tracks rises along it; scaled and shifted so that all but strays lie within -1..1. */
function axisOf(direction: Vector, read: readonly Read[], fact: 'energy' | 'tempoBpm'): MapAxis {
  const places = read.map(({ unit }) => dot(unit, direction));
  const mean = places.reduce((sum, place) => sum + place, 0) / places.length;
  const rise = places.reduce((sum, place, i) => sum + (place - mean) * read[i]!.track[fact], 0);
  const sign = rise < 0 ? -1 : 1;
  const sorted = places.map((place) => place * sign).sort((a, b) => a - b);
  const outside = (1 - INNER_SHARE) / 2;
  const low = sorted[Math.floor(outside * (sorted.length - 1))] ?? 0;
  const high = sorted[Math.ceil((1 - outside) * (sorted.length - 1))] ?? 0;
  const scale = high > low ? 2 / (high - low) : 1;
  return { axis: direction.map((value) => value * sign * scale), offset: ((low + high) / 2) * scale };
}

/** By a hash of the id: which tracks are drawn does not hang on their order. */
function drawnOf(read: readonly Read[], most: number): Read[] {
  return read
    .map((one) => ({ one, lot: hashOf(one.track.id) }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, most)
    .map(({ one }) => one);
}

const genreOf = (track: Track): string => track.genres[0] ?? '';
