import type { CreateRecommender } from './recommender.ts';
import { SparseRow } from './sparse-row.ts';

/** Neighbours a track keeps. */
const MOST_NEIGHBOURS = 400;
/** A cosine from few common listeners is mostly chance. */
const SHRINKAGE = 10;

/**
 * Item-based nearest neighbours (Sarwar et al. 2001) over whole histories, kept up at each event: the sum of the shrunk cosines
 * between a track's listeners and those of each track that the listener has had.
 */
export const createItemKnn: CreateRecommender = ({ itemCount, userCount }) => {
  const common: (SparseRow | undefined)[] = new Array(itemCount);
  const counts = new Float64Array(itemCount);
  const own: Set<number>[] = Array.from({ length: userCount }, () => new Set());
  const rowOf = (item: number): SparseRow => {
    common[item] ??= new SparseRow(MOST_NEIGHBOURS);
    return common[item];
  };
  return {
    learn({ user, item }) {
      const tracks = own[user]!;
      if (tracks.has(item)) return;
      const row = rowOf(item);
      for (const other of tracks) {
        row.add(other, 1);
        rowOf(other).add(item, 1);
      }
      counts[item]!++;
      tracks.add(item);
    },
    score(user, _nowMs, into) {
      into.fill(0);
      for (const item of own[user]!) {
        const row = common[item];
        if (!row) continue;
        for (let slot = 0; slot < row.slots; slot++) {
          const other = row.keyAt(slot);
          if (other < 0) continue;
          const shared = row.valueAt(slot);
          into[other]! += (shared / (shared + SHRINKAGE)) * (shared / Math.sqrt(counts[item]! * counts[other]!));
        }
      }
    },
  };
};
