import type { CreateRecommender } from './recommender.ts';

/** How many listens each track has had. */
export const createPopular: CreateRecommender = ({ itemCount }) => {
  const counts = new Float64Array(itemCount);
  return {
    learn({ item }) {
      counts[item]!++;
    },
    score(_user, _nowMs, into) {
      into.set(counts);
    },
  };
};
