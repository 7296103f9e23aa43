import type { SignalGroup } from '../features/index.ts';

export interface Share {
  readonly signal: SignalGroup;
  readonly share: number;
}

/** What decided a row's score (L12): one group, two that cannot be told apart, or nothing that speaks for it. */
export type Decision =
  | {
      readonly kind: 'one';
      readonly group: SignalGroup;
      readonly shares: Share[];
    }
  | {
      readonly kind: 'two';
      readonly first: SignalGroup;
      readonly second: SignalGroup;
      readonly shares: Share[];
    }
  | { readonly kind: 'none'; readonly shares: Share[] };

/** The first must cost this much more than the second to be called the one that decided. */
const CLEARLY = 1.08;

/**
 * The score is a sum over groups, so removing a group, all else of the row equal, lowers it by the group's own part:
 * the largest positive part decided.
 */
export function decidedBy(groups: ReadonlyMap<SignalGroup, number>): Decision {
  const positive = [...groups].filter(([, part]) => part > 1e-9).sort((a, b) => b[1] - a[1]);
  const sum = positive.reduce((total, [, part]) => total + part, 0);
  const shares = positive.slice(0, 4).map(([signal, part]) => ({ signal, share: part / sum }));
  const [first, second] = positive;
  if (!first) return { kind: 'none', shares };
  if (second && first[1] < second[1] * CLEARLY) return { kind: 'two', first: first[0], second: second[0], shares };
  return { kind: 'one', group: first[0], shares };
}
