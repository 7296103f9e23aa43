import { createRandom, normalOf } from '../random.ts';
import type { CreateRecommender } from './recommender.ts';

const FACTORS = 32;
const RATE = 0.05;
const REGULARISATION = 0.01;
const START = 0.1;
/** No factor leaves this range: the steps diverge from a rate of some .2 on. */
const LARGEST = 5;

/**
 * Incremental matrix factorisation by plain SGD on positive-only feedback, ISGD (Vinagre, Jorge and Gama 2014): one step of both
 * sides towards 1 an event, no negatives.
 */
export const createIncrementalSgd: CreateRecommender = ({ userCount, itemCount, seed }) => {
  const random = createRandom(seed);
  const users = Float64Array.from({ length: userCount * FACTORS }, () => normalOf(random) * START);
  const items = Float64Array.from({ length: itemCount * FACTORS }, () => normalOf(random) * START);
  const dot = (user: number, item: number) => {
    let sum = 0;
    for (let i = 0; i < FACTORS; i++) sum += users[user * FACTORS + i]! * items[item * FACTORS + i]!;
    return sum;
  };
  return {
    learn({ user, item }) {
      const error = 1 - dot(user, item);
      for (let i = 0; i < FACTORS; i++) {
        const ofUser = users[user * FACTORS + i]!;
        const ofItem = items[item * FACTORS + i]!;
        users[user * FACTORS + i] = clipped(ofUser + RATE * (error * ofItem - REGULARISATION * ofUser));
        items[item * FACTORS + i] = clipped(ofItem + RATE * (error * ofUser - REGULARISATION * ofItem));
      }
    },
    score(user, _nowMs, into) {
      for (let item = 0; item < itemCount; item++) into[item] = dot(user, item);
    },
  };
};

const clipped = (value: number): number => Math.max(-LARGEST, Math.min(LARGEST, value));
