import { SIGNALS, type Signal, type SignalContext, type SignalGroup } from '../features/index.ts';

/** What each group adds to a row's score; the score is their sum, so a group's share is what removing it would cost. */
export interface Scored {
  readonly row: number;
  readonly score: number;
  readonly groups: ReadonlyMap<SignalGroup, number>;
}

export interface Scorer {
  /** In the order of the rows that were given. */
  readonly scores: Float64Array;
  /** The score of one of those rows with its parts. */
  explain(row: number): Scored;
}

/**
 * Scores rows by every signal, signal by signal, so that each runs in one tight loop.
 *
 * @param rows ascending, each once.
 */
export function createScorer(context: SignalContext, rows: readonly number[], signals: readonly Signal[] = SIGNALS): Scorer {
  const scores = new Float64Array(rows.length);
  const parts = signals.map(({ group, prepare }) => {
    const value = prepare(context);
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const part = value(rows[i]!);
      values[i] = part;
      scores[i] = scores[i]! + part;
    }
    return { group, values };
  });
  return {
    scores,
    explain(row) {
      const at = indexOfSorted(rows, row);
      const groups = new Map<SignalGroup, number>();
      for (const { group, values } of parts) groups.set(group, (groups.get(group) ?? 0) + values[at]!);
      return { row, score: scores[at]!, groups };
    },
  };
}

function indexOfSorted(rows: readonly number[], row: number): number {
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
