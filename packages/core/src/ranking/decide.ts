import { SIGNAL_GROUPS, type SignalGroup } from '../features/index.ts';
import type { Parts } from './score.ts';

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
const MOST_SHARES = 4;
const NOTHING = 1e-9;
/** Groups of the largest parts of one row: every row of every slate is decided in the same place. */
const largest = new Uint8Array(MOST_SHARES);

/**
 * The score is a sum over groups, so removing a group, all else of the row equal, lowers it by the group's own part:
 * the largest positive part decided.
 */
export function decidedBy(parts: Parts): Decision {
  let sum = 0;
  let count = 0;
  for (let group = 0; group < parts.length; group++) {
    const part = parts[group]!;
    if (part <= NOTHING) continue;
    sum += part;
    let at = count;
    while (at > 0 && parts[largest[at - 1]!]! < part) {
      if (at < MOST_SHARES) largest[at] = largest[at - 1]!;
      at--;
    }
    if (at < MOST_SHARES) largest[at] = group;
    if (count < MOST_SHARES) count++;
  }
  const shares: Share[] = [];
  for (let at = 0; at < count; at++) {
    const group = largest[at]!;
    shares.push({ signal: SIGNAL_GROUPS[group]!, share: rounded(parts[group]! / sum) });
  }
  if (count === 0) return { kind: 'none', shares };
  const [first, second] = [largest[0]!, largest[1]!];
  if (count > 1 && parts[first]! < parts[second]! * CLEARLY)
    return { kind: 'two', first: SIGNAL_GROUPS[first]!, second: SIGNAL_GROUPS[second]!, shares };
  return { kind: 'one', group: SIGNAL_GROUPS[first]!, shares };
}

/** Three decimals are what a page can show. */
const rounded = (share: number) => Math.round(share * 1_000) / 1_000;
