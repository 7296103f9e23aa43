import { createRandom } from '../random.ts';
import type { Tally } from './tally.ts';

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 1_000;
const TAIL = 0.025;

/** The figure and its 95 % interval: listeners are drawn again with replacement. Nothing counted has no value. */
export function intervalOf({ sums, counts }: Pick<Tally, 'sums' | 'counts'>, seed: number): Interval | null {
  const users = [...counts.keys()].filter((user) => counts[user]! > 0);
  if (users.length === 0) return null;
  const random = createRandom(seed);
  const values = new Float64Array(RESAMPLES);
  for (let round = 0; round < RESAMPLES; round++) {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < users.length; i++) {
      const user = users[Math.floor(random() * users.length)]!;
      sum += sums[user]!;
      count += counts[user]!;
    }
    values[round] = sum / count;
  }
  values.sort();
  return { value: total(sums) / total(counts), low: values[RESAMPLES * TAIL]!, high: values[RESAMPLES * (1 - TAIL) - 1]! };
}

/** One model less another over the same listeners: whoever is easy for both is no difference. */
export function differenceOf(one: Tally, other: Tally, seed: number): Interval | null {
  const sums = one.sums.map((sum, user) => (one.counts[user]! > 0 ? sum / one.counts[user]! - other.sums[user]! / other.counts[user]! : 0));
  return intervalOf({ sums, counts: one.counts.map((count) => (count > 0 ? 1 : 0)) }, seed);
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
