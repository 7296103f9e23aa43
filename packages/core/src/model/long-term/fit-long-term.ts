import { DIMENSIONS, fromHalf, halfOf } from '../vector.ts';
import { addScaled } from './dot.ts';
import { invertPositive } from './invert-positive.ts';
import { eitherOf, strongestOf } from './strongest.ts';
import { type Eigenpair, topEigenvectors } from './top-eigenvectors.ts';

/** A listener of the sample: hashes of tracks, each once, and how much each is liked, 1 where all are liked alike. */
export interface SampledListener {
  readonly tracks: Uint32Array;
  readonly strengths: Float64Array;
}

/** Neighbours of each track by what listeners enjoy in the long run, packed: typed arrays that a thread hands over whole. */
export interface LongTermFit {
  /** Epoch of the log, and listens of everybody in it before the fit: the prefix that it is defined on. */
  readonly epoch: number;
  readonly events: number;
  /** Hash of each track's id. */
  readonly tracks: Uint32Array<ArrayBuffer>;
  /** The neighbours of track i stand from `starts[i]` to `starts[i + 1]`. */
  readonly starts: Int32Array<ArrayBuffer>;
  readonly neighbours: Int32Array<ArrayBuffer>;
  /** What having track i says of the neighbour beyond what is said by all else that is had, and by the vectors. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** Cosine of the two tracks' listeners, who count less the more they heard: steadier where the sample is small. */
  readonly cosines: Float32Array<ArrayBuffer>;
  /** What all tracks say of all others, as far as it has few directions: `DIMENSIONS` numbers a track. */
  readonly vectors: Float32Array<ArrayBuffer>;
  /** By track: what vectors say of it is divided by this. */
  readonly left: Float32Array<ArrayBuffer>;
}

/** Pull towards zero, in listeners of mean weight: what is little for those who heard a thousand tracks is much for those who heard ten. */
const REGULARISATION = 2.5;
/** Who heard a lot says less of each of it: by the number of tracks to this power. */
const LESS_OF_MANY = 0.2;
/** Few listeners have few directions in common: so many of them for each. */
const LISTENERS_A_DIRECTION = 8;
/** Most heard first: of tracks beyond, the sample says too little. Below 65,536, for a place travels in 16 bits. */
const MOST_TRACKS = 20_000;
const LEAST_NEIGHBOURS = 80;
const MOST_NEIGHBOURS = 160;
const TRACKS_A_NEIGHBOUR = 75;
/** Tracks whose neighbours are summed in one pass over all others: a place is looked up once for all of them. */
const TOGETHER = 4;

/**
 * EASE (Steck 2019, "Embarrassingly shallow autoencoders for sparse data"), solved on the listeners' side, which is bounded:
 * with G = (XX' + λI)⁻¹ the weight from track i to j is x_i'G x_j / (1 - x_j'G x_j). G is split: along the few directions in
 * which listeners differ most, it makes a vector a track; of the rest, the strongest neighbours of a track are kept, below
 * zero too: they take back what is only popular. Cut without the vectors, the many small weights of popular tracks would be
 * lost, which together say most. Beside it the plain cosine, which fails where EASE does not.
 *
 * @param of the prefix of the log that the listeners' listens come from.
 */
export function fitLongTerm(listeners: readonly SampledListener[], of: Pick<LongTermFit, 'epoch' | 'events'>): LongTermFit {
  const size = listeners.length;
  const columns = columnsOf(listeners);
  const { tracks, from, rows, values } = columns;
  const common = commonOf(columns, size);
  const pull = pullOf(common, size);
  const directions = topEigenvectors(common, size, Math.min(DIMENSIONS, Math.floor(size / LISTENERS_A_DIRECTION)));
  for (let i = 0; i < size; i++) common[i * size + i]! += pull;
  const inverse = common;
  invertPositive(inverse, size);
  const left = leftOf(columns, inverse, size);
  const vectors = vectorsOf(columns, directions, pull);
  takeOut(inverse, directions, pull);
  const shares = sharesOf(listeners);
  const most = neighboursAmong(tracks.length);
  const starts = new Int32Array(tracks.length + 1);
  const neighbours: number[] = [];
  const weights: number[] = [];
  const cosines: number[] = [];
  const byListener = listenersTracks(columns, size);
  const alike = new Float64Array(size);
  const interleaved = new Float64Array(size * TOGETHER);
  const byWeights = Array.from({ length: TOGETHER }, () => new Float64Array(tracks.length));
  const byCosine = new Float64Array(tracks.length);
  for (let track = 0; track < tracks.length; track++) {
    const turn = track % TOGETHER;
    if (turn === 0) {
      for (let beside = 0; beside < Math.min(TOGETHER, tracks.length - track); beside++) {
        alike.fill(0);
        for (let at = from[track + beside]!; at < from[track + beside + 1]!; at++)
          addScaled(alike, inverse.subarray(rows[at]! * size, (rows[at]! + 1) * size), values[at]!);
        for (let row = 0; row < size; row++) interleaved[row * TOGETHER + beside] = alike[row]!;
      }
      sumTogether(columns, interleaved, left, byWeights);
    }
    const byWeight = byWeights[turn]!;
    cosinesOf(track, columns, byListener, shares, byCosine);
    byWeight[track] = 0;
    byCosine[track] = 0;
    for (const other of eitherOf(strongestOf(byWeight, most), strongestOf(byCosine, most))) {
      neighbours.push(other);
      // As it travels: who fits and who is told rank alike.
      weights.push(fromHalf(halfOf(byWeight[other]!)));
      cosines.push(fromHalf(halfOf(byCosine[other]!)));
    }
    starts[track + 1] = neighbours.length;
  }
  return {
    ...of,
    tracks,
    starts,
    neighbours: Int32Array.from(neighbours),
    weights: Float32Array.from(weights),
    cosines: Float32Array.from(cosines),
    vectors,
    left: Float32Array.from(left),
  };
}

/** What each of the tracks whose listeners are `interleaved` says of every other, by track. */
function sumTogether(
  { tracks, from, rows, values }: Columns,
  interleaved: Float64Array,
  left: Float64Array,
  into: readonly Float64Array[],
): void {
  const [first, second, third, fourth] = into as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let other = 0; other < tracks.length; other++) {
    let one = 0;
    let two = 0;
    let three = 0;
    let four = 0;
    for (let at = from[other]!, end = from[other + 1]!; at < end; at++) {
      const place = rows[at]! * TOGETHER;
      const value = values[at]!;
      one += interleaved[place]! * value;
      two += interleaved[place + 1]! * value;
      three += interleaved[place + 2]! * value;
      four += interleaved[place + 3]! * value;
    }
    const share = left[other]!;
    first[other] = one / share;
    second[other] = two / share;
    third[other] = three / share;
    fourth[other] = four / share;
  }
}

/** The cosine of a track with every other: only those that its own listeners heard have one. */
function cosinesOf(
  track: number,
  { from, rows }: Columns,
  byListener: readonly Int32Array[],
  shares: Float64Array,
  into: Float64Array,
): void {
  into.fill(0);
  for (let at = from[track]!; at < from[track + 1]!; at++) {
    const share = shares[rows[at]!]!;
    for (const other of byListener[rows[at]!]!) into[other] = into[other]! + share;
  }
  const heard = from[track + 1]! - from[track]!;
  for (let other = 0; other < into.length; other++) {
    if (into[other]! > 0) into[other] = into[other]! / Math.sqrt(heard * (from[other + 1]! - from[other]!));
  }
}

/** Places of the tracks that each listener heard. */
function listenersTracks({ tracks, from, rows }: Columns, size: number): readonly Int32Array[] {
  const heard: number[][] = Array.from({ length: size }, () => []);
  for (let track = 0; track < tracks.length; track++)
    for (let at = from[track]!; at < from[track + 1]!; at++) heard[rows[at]!]!.push(track);
  return heard.map((places) => Int32Array.from(places));
}

/**
 * How many neighbours of each kind a track keeps in a fit of so many tracks; one may be of both. The larger a catalogue, the
 * further what a track says is spread.
 */
export const neighboursAmong = (tracks: number): number =>
  Math.min(MOST_NEIGHBOURS, Math.max(LEAST_NEIGHBOURS, Math.round(tracks / TRACKS_A_NEIGHBOUR)));

/** Listeners of each track, one after the other: those of track i stand from `from[i]` to `from[i + 1]`. */
interface Columns {
  readonly tracks: Uint32Array<ArrayBuffer>;
  readonly from: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

function columnsOf(listeners: readonly SampledListener[]): Columns {
  const byTrack = new Map<number, { readonly rows: number[]; readonly values: number[] }>();
  listeners.forEach(({ tracks, strengths }, row) => {
    const share = tracks.length ** -LESS_OF_MANY;
    tracks.forEach((track, i) => {
      let column = byTrack.get(track);
      if (!column) {
        column = { rows: [], values: [] };
        byTrack.set(track, column);
      }
      column.rows.push(row);
      column.values.push(strengths[i]! * share);
    });
  });
  const kept = [...byTrack].sort(([a, x], [b, y]) => y.rows.length - x.rows.length || a - b).slice(0, MOST_TRACKS);
  const from = new Int32Array(kept.length + 1);
  kept.forEach(([, { rows }], i) => {
    from[i + 1] = from[i]! + rows.length;
  });
  return {
    tracks: Uint32Array.from(kept, ([track]) => track),
    from,
    rows: Int32Array.from(kept.flatMap(([, { rows }]) => rows)),
    values: Float64Array.from(kept.flatMap(([, { values }]) => values)),
  };
}

/** XX': what listeners have in common. */
function commonOf({ tracks, from, rows, values }: Columns, size: number): Float64Array {
  const common = new Float64Array(size * size);
  for (let track = 0; track < tracks.length; track++) {
    for (let one = from[track]!; one < from[track + 1]!; one++) {
      const at = rows[one]! * size;
      for (let other = from[track]!; other < from[track + 1]!; other++) common[at + rows[other]!]! += values[one]! * values[other]!;
    }
  }
  return common;
}

/** λ */
function pullOf(common: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += common[i * size + i]!;
  return (REGULARISATION * sum) / Math.max(1, size);
}

/** What the cosine counts a listener for: less, the more they heard. */
function sharesOf(listeners: readonly SampledListener[]): Float64Array {
  let sum = 0;
  for (const { tracks } of listeners) sum += tracks.length;
  return Float64Array.from(listeners, ({ tracks }) => Math.sqrt(sum / listeners.length / Math.max(1, tracks.length)));
}

/** As they travel: the inner product of two tracks' is what G says along the directions. */
function vectorsOf({ tracks, from, rows, values }: Columns, directions: readonly Eigenpair[], pull: number): Float32Array<ArrayBuffer> {
  const vectors = new Float32Array(tracks.length * DIMENSIONS);
  for (let track = 0; track < tracks.length; track++) {
    for (const [at, { value, vector }] of directions.entries()) {
      let sum = 0;
      for (let one = from[track]!; one < from[track + 1]!; one++) sum += values[one]! * vector[rows[one]!]!;
      vectors[track * DIMENSIONS + at] = fromHalf(halfOf(sum / Math.sqrt(value + pull)));
    }
  }
  return vectors;
}

/** Leaves of G what is not along the directions. */
function takeOut(inverse: Float64Array, directions: readonly Eigenpair[], pull: number): void {
  for (const { value, vector } of directions) {
    const size = vector.length;
    for (let i = 0; i < size; i++) addScaled(inverse.subarray(i * size, (i + 1) * size), vector, -vector[i]! / (value + pull));
  }
}

/** 1 - x'Gx of each track: what its own listeners leave unexplained of it. */
function leftOf({ tracks, from, rows, values }: Columns, inverse: Float64Array, size: number): Float64Array {
  return Float64Array.from(tracks, (_, track) => {
    let sum = 0;
    for (let one = from[track]!; one < from[track + 1]!; one++) {
      const at = rows[one]! * size;
      for (let other = from[track]!; other < from[track + 1]!; other++) sum += values[one]! * values[other]! * inverse[at + rows[other]!]!;
    }
    return 1 - sum;
  });
}
