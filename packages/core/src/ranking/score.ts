import { SIGNAL_GROUPS, SIGNALS, type Signal, type SignalContext } from '../features/index.ts';

/** What each group adds to a row's score, in the order of SIGNAL_GROUPS; the score is their sum, so a part is what removing it would cost. */
export type Parts = Float64Array;

export interface Scorer {
  /** In the order of the rows that were given; valid until the next scorer is made. */
  readonly scores: Float64Array;
  /** The parts of one of those rows' scores; valid until the next scorer is made. */
  explain(row: number): Parts;
}

/** Scorers are made a thousand times a second and live for one slate: they share their numbers' place. */
let scratch = new Float64Array(0);

/**
 * Scores rows by every signal, signal by signal, so that each runs in one tight loop.
 *
 * @param rows ascending, each once.
 */
export function createScorer(context: SignalContext, rows: Int32Array, signals: readonly Signal[] = SIGNALS): Scorer {
  const count = rows.length;
  const size = count * (signals.length + 1);
  if (scratch.length < size) scratch = new Float64Array(size * 2);
  const values = scratch.fill(0, 0, size);
  const scores = values.subarray(0, count);
  let at = count;
  for (const { score } of signals) {
    const parts = values.subarray(at, at + count);
    score(context, rows, parts);
    for (let i = 0; i < count; i++) scores[i] = scores[i]! + parts[i]!;
    at += count;
  }
  const places = placesOf(signals);
  let block = NO_PARTS;
  let used = 0;
  return {
    scores,
    explain(row) {
      if (used === block.length) [block, used] = [new Float64Array(ROWS_A_BLOCK * SIGNAL_GROUPS.length), 0];
      const parts = block.subarray(used, used + SIGNAL_GROUPS.length);
      used += SIGNAL_GROUPS.length;
      let from = count + indexOfSorted(rows, row);
      for (let signal = 0; signal < places.length; signal++, from += count) {
        const place = places[signal]!;
        parts[place] = parts[place]! + values[from]!;
      }
      return parts;
    },
  };
}

/** Parts of a slate's rows lie in one array: each of their own would be an allocation off the heap. */
const ROWS_A_BLOCK = 24;
const NO_PARTS = new Float64Array(0);
const known = new WeakMap<readonly Signal[], Uint8Array>();

/** By signal: the place of its group. */
function placesOf(signals: readonly Signal[]): Uint8Array {
  let places = known.get(signals);
  if (!places) {
    places = Uint8Array.from(signals, ({ group }) => SIGNAL_GROUPS.indexOf(group));
    known.set(signals, places);
  }
  return places;
}

function indexOfSorted(rows: Int32Array, row: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  if (rows[low] !== row) throw new RangeError(`row ${row} was not scored`);
  return low;
}
