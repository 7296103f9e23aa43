import type { Leaf, Split } from './leaf.ts';

/** Weight between two looks for a split. */
const GRACE = 200;
/** The chance that a split is not the best one, at most; and how near the best two may be and yet be called a tie. */
const DELTA = 1e-7;
const TIE = 0.05;
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
  // Not to split is worth 0, and is one more that the best has to beat.
  const bound = Math.sqrt(Math.log(1 / DELTA) / (2 * leaf.weight));
  return best.merit - Math.max(0, second?.merit ?? 0) > bound || bound < TIE ? best : null;
}
