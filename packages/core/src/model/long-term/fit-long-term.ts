import { fromHalf, halfOf } from '../vector.ts';
import { invertPositive } from './invert-positive.ts';

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
  /** What having track i says of the neighbour beyond what is said by all else that is had. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** Cosine of the two tracks' listeners: steadier where the sample is small. */
  readonly cosines: Float32Array<ArrayBuffer>;
}

/** Pull towards zero, in listeners. */
const REGULARISATION = 100;
/** Most heard first: of tracks beyond, the sample says too little. Below 65,536, for a place travels in 16 bits. */
const MOST_TRACKS = 20_000;
/** Kept of each kind; a track may be a neighbour by both. */
const NEIGHBOURS = 120;
/** Below this share of a track's strongest neighbour nothing is said. */
const LEAST_SHARE = 0.002;
const WIDTH = -Math.log(LEAST_SHARE);
const CLASSES = 256;

/**
 * EASE (Steck 2019, "Embarrassingly shallow autoencoders for sparse data"), solved on the listeners' side, which is bounded:
 * with G = (XX' + λI)⁻¹ the weight from track i to j is x_i'G x_j / (1 - x_j'G x_j). The strongest neighbours of a track are
 * kept, below zero too: they take back what is only popular. Beside it the plain cosine, which fails where EASE does not.
 *
 * @param of the prefix of the log that the listeners' listens come from.
 */
export function fitLongTerm(listeners: readonly SampledListener[], of: Pick<LongTermFit, 'epoch' | 'events'>): LongTermFit {
  const size = listeners.length;
  const columns = columnsOf(listeners);
  const { tracks, from, rows, values } = columns;
  const inverse = inverseOf(columns, size);
  const left = leftOf(columns, inverse, size);
  const starts = new Int32Array(tracks.length + 1);
  const neighbours: number[] = [];
  const weights: number[] = [];
  const cosines: number[] = [];
  const alike = new Float64Array(size);
  const has = new Float64Array(size);
  const byWeight = new Float64Array(tracks.length);
  const byCosine = new Float64Array(tracks.length);
  for (let track = 0; track < tracks.length; track++) {
    alike.fill(0);
    has.fill(0);
    for (let at = from[track]!; at < from[track + 1]!; at++) {
      has[rows[at]!] = 1;
      addScaled(alike, inverse, rows[at]! * size, values[at]!);
    }
    const heard = from[track + 1]! - from[track]!;
    for (let other = 0; other < tracks.length; other++) {
      let sum = 0;
      let common = 0;
      for (let at = from[other]!, end = from[other + 1]!; at < end; at++) {
        const row = rows[at]!;
        sum += alike[row]! * values[at]!;
        common += has[row]!;
      }
      byWeight[other] = sum / left[other]!;
      byCosine[other] = common / Math.sqrt(heard * (from[other + 1]! - from[other]!));
    }
    byWeight[track] = 0;
    byCosine[track] = 0;
    const kept = new Set([...strongestOf(byWeight), ...strongestOf(byCosine)]);
    for (const other of kept) {
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
  };
}

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
    tracks.forEach((track, i) => {
      let column = byTrack.get(track);
      if (!column) {
        column = { rows: [], values: [] };
        byTrack.set(track, column);
      }
      column.rows.push(row);
      column.values.push(strengths[i]!);
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

/** (XX' + λI)⁻¹ */
function inverseOf({ tracks, from, rows, values }: Columns, size: number): Float64Array {
  const common = new Float64Array(size * size);
  for (let track = 0; track < tracks.length; track++) {
    for (let one = from[track]!; one < from[track + 1]!; one++) {
      const at = rows[one]! * size;
      for (let other = from[track]!; other < from[track + 1]!; other++) common[at + rows[other]!]! += values[one]! * values[other]!;
    }
  }
  for (let i = 0; i < size; i++) common[i * size + i]! += REGULARISATION;
  invertPositive(common, size);
  return common;
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

function addScaled(into: Float64Array, source: Float64Array, at: number, by: number): void {
  for (let i = 0; i < into.length; i++) into[i]! += by * source[at + i]!;
}

/** Places of the largest magnitudes, ascending: as many classes of a logarithmic histogram as fit. */
function strongestOf(values: Float64Array): number[] {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  const least = most * LEAST_SHARE;
  const classes = new Int32Array(CLASSES + 1);
  const classOf = (value: number) => Math.floor((Math.log(Math.abs(value) / least) / WIDTH) * CLASSES);
  const places: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (Math.abs(values[i]!) <= least) continue;
    places.push(i);
    classes[classOf(values[i]!)]!++;
  }
  if (places.length <= NEIGHBOURS) return places;
  let lowest = CLASSES + 1;
  for (let sum = 0; lowest > 0 && sum + classes[lowest - 1]! <= NEIGHBOURS; ) sum += classes[--lowest]!;
  return places.filter((place) => classOf(values[place]!) >= lowest);
}
