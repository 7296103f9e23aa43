import type { Leaf, Split } from './leaf.ts';

/** Weight between two looks for a split. */
const GRACE = 200;
/** The chance that a split is not the best one, at most; and how near the best two may be and yet be called a tie. */
const DELTA = 1e-7;
const TIE = 0.05;
/** What a split exceeds with a chance of 1 in 100,000 where labels have nothing to do with the column: the G-test's, of one degree. */
const BY_CHANCE = 19.51;
/**
 * A leaf with so great a share of one label is not split, and looks at its columns anew: should the other label come after
 * a drift, what the columns were like before it would only be in the way.
 */
const PURE = 0.99;
const MOST_DEPTH = 30;

/**
 * The split that is surely enough the best (Domingos and Hulten, Mining High-Speed Data Streams, 2000), or null while it is
 * too early to say.
 */
export function splitOf(leaf: Leaf): Split | null {
  if (leaf.weight - leaf.triedAt < GRACE || leaf.depth >= MOST_DEPTH) return null;
  leaf.triedAt = leaf.weight;
  if (leaf.counts[0] === 0 || leaf.counts[1] === 0) return null;
  if (Math.max(leaf.counts[0], leaf.counts[1]) / leaf.weight > PURE) {
    leaf.forgetColumns();
    return null;
  }
  const [best, second] = leaf.splits();
  if (!best || best.merit <= 0) return null;
  // Not to split is worth 0, and is one more that the best has to beat. What was forgotten makes nothing surer: the merits are
  // not of it.
  const bound = boundOf(leaf.weightSince);
  if (best.merit - Math.max(0, second?.merit ?? 0) > bound || bound < TIE) return best;
  // A leaf that was long enough here to call a tie is not made to wait as long again after a drift, where the best is no chance.
  return boundOf(leaf.weight) < TIE && 2 * Math.LN2 * leaf.weightSince * best.merit > BY_CHANCE ? best : null;
}

/** Hoeffding's: the best of so much weight is the best, but for `DELTA`, where it is ahead by more. */
const boundOf = (weight: number): number => Math.sqrt(Math.log(1 / DELTA) / (2 * weight));
