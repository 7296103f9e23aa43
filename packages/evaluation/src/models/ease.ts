import { invertPositive } from '@segue/core/model';
import { EvaluationError } from '../evaluation-error.ts';
import type { CreateRecommender } from './recommender.ts';
import { createRefitSchedule } from './refit.ts';

const REGULARISATION = 300;
/** The inverse of a larger matrix takes minutes. */
const MOST_ROWS = 6_000;

/**
 * EASE (Steck 2019) for reference: the closed-form item-item model, trained in batches, asked with the listener as they are
 * now. Solved on the smaller side: B = I - P / diag(P), with P = (X'X + λI)⁻¹ = (I - X'(XX' + λI)⁻¹X) / λ.
 */
export const createEase: CreateRecommender = ({ userCount, itemCount }) => {
  const dual = userCount <= itemCount;
  const size = dual ? userCount : itemCount;
  if (size > MOST_ROWS) {
    throw new EvaluationError(`ease inverts a matrix of ${size} rows here; it is left out above ${MOST_ROWS}: name the models without it`);
  }
  const tracksOf: number[][] = Array.from({ length: userCount }, () => []);
  const listenersOf: number[][] = Array.from({ length: itemCount }, () => []);
  const has: Set<number>[] = Array.from({ length: userCount }, () => new Set());
  /** How much two listeners, or two tracks, have in common. */
  const common = new Float64Array(size * size);
  let inverse: Float64Array | null = null;
  let fittedListeners: readonly (readonly number[])[] = [];
  const left = new Float64Array(itemCount);
  const schedule = createRefitSchedule();

  const fit = () => {
    schedule.fitted();
    inverse = common.slice();
    for (let i = 0; i < size; i++) inverse[i * size + i]! += REGULARISATION;
    invertPositive(inverse, size);
    fittedListeners = listenersOf.map((listeners) => [...listeners]);
    for (let item = 0; item < itemCount; item++)
      left[item] = dual ? 1 - selfOf(inverse, fittedListeners[item]!) : inverse[item * (size + 1)]!;
  };
  /** x'(XX' + λI)⁻¹x of a track's own column. */
  const selfOf = (of: Float64Array, listeners: readonly number[]) => {
    let sum = 0;
    for (const one of listeners) for (const other of listeners) sum += of[one * size + other]!;
    return sum;
  };
  return {
    learn({ user, item }) {
      if (!has[user]!.has(item)) {
        has[user]!.add(item);
        tracksOf[user]!.push(item);
        listenersOf[item]!.push(user);
        const [one, others] = dual ? [user, listenersOf[item]!] : [item, tracksOf[user]!];
        for (const other of others) {
          common[one * size + other]!++;
          if (other !== one) common[other * size + one]!++;
        }
      }
      schedule.count();
    },
    settle: fit,
    score(user, _nowMs, into) {
      if (schedule.due()) fit();
      into.fill(0);
      if (!inverse) return;
      if (!dual) {
        for (const item of tracksOf[user]!) {
          const row = inverse.subarray(item * size, (item + 1) * size);
          for (let other = 0; other < itemCount; other++) into[other]! -= row[other]! / left[other]!;
        }
        return;
      }
      const alike = productOf(inverse, common.subarray(user * size, (user + 1) * size), size);
      for (let item = 0; item < itemCount; item++) {
        let sum = 0;
        for (const listener of fittedListeners[item]!) sum += alike[listener]!;
        into[item] = sum / left[item]!;
      }
    },
  };
};

function productOf(matrix: Float64Array, vector: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const weight = vector[i]!;
    if (weight === 0) continue;
    const row = matrix.subarray(i * size, (i + 1) * size);
    for (let j = 0; j < size; j++) out[j]! += weight * row[j]!;
  }
  return out;
}
