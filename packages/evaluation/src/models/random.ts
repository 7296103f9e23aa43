import { createRandom } from '../random.ts';
import type { CreateRecommender } from './recommender.ts';

/** Ranks at random: what any figure is worth by chance. */
export const createRandomRecommender: CreateRecommender = ({ seed }) => {
  const random = createRandom(seed);
  return {
    learn() {},
    score(_user, _nowMs, into) {
      for (let i = 0; i < into.length; i++) into[i] = random();
    },
  };
};
