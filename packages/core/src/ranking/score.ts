import { SIGNALS, type SignalContext, type SignalGroup } from '../features/index.ts';

/** What each group adds to a row's score; the score is their sum, so a group's share is what removing it would cost. */
export interface Scored {
  readonly row: number;
  readonly score: number;
  readonly groups: ReadonlyMap<SignalGroup, number>;
}

export interface Scorer {
  /** The sum alone: for all candidates. */
  score(row: number): number;
  /** With its parts: for the rows that are shown. */
  explain(row: number): Scored;
}

export function createScorer(context: SignalContext): Scorer {
  const parts = SIGNALS.map((signal) => ({
    group: signal.group,
    value: signal.prepare(context),
  }));
  return {
    score(row) {
      let sum = 0;
      for (const part of parts) sum += part.value(row);
      return sum;
    },
    explain(row) {
      const groups = new Map<SignalGroup, number>();
      let score = 0;
      for (const part of parts) {
        const value = part.value(row);
        score += value;
        groups.set(part.group, (groups.get(part.group) ?? 0) + value);
      }
      return { row, score, groups };
    },
  };
}
