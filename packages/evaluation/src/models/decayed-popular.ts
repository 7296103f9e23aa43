import type { CreateRecommender } from './recommender.ts';

/** A listen's weight falls to a half in so many listens of everybody. */
const HALF_LIFE_LISTENS = 1_000;
const GROWTH = 2 ** (1 / HALF_LIFE_LISTENS);
const MOST = 1e200;

/** How many listens each track has had of late. Counting in listens, and not in days, works without times too. */
export const createDecayedPopular: CreateRecommender = ({ itemCount, inOrder }) => {
  const counts = new Float64Array(itemCount);
  // Instead of all sums shrinking, what is added grows: the order is the same.
  let unit = 1;
  return {
    learn({ item }) {
      counts[item]! += unit;
      if (!inOrder) return;
      unit *= GROWTH;
      if (unit < MOST) return;
      for (let i = 0; i < itemCount; i++) counts[i]! /= unit;
      unit = 1;
    },
    score(_user, _nowMs, into) {
      into.set(counts);
    },
  };
};
