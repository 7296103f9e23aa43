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
  if (scratch.length < count * (signals.length + 1)) scratch = new Float64Array(count * (signals.length + 1) * 2);
  const values = scratch;
  const scores = values.subarray(0, count).fill(0);
  let at = count;
  for (const { prepare } of signals) {
    const value = prepare(context);
    for (let i = 0; i < count; i++, at++) {
      const part = value(rows[i]!);
      values[at] = part;
      scores[i] = scores[i]! + part;
    }
  }
  return {
    scores,
    explain(row) {
      const parts = new Float64Array(SIGNAL_GROUPS.length);
      let from = count + indexOfSorted(rows, row);
      for (const { group } of signals) {
        const place = SIGNAL_GROUPS.indexOf(group);
        parts[place] = parts[place]! + values[from]!;
        from += count;
      }
      return parts;
    },
  };
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
