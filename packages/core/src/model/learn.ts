import { DIMENSIONS, dot, type Vector } from './vector.ts';

export interface LearningRates {
  /** Step of one event of weight 1. */
  readonly step: number;
  /** Pull towards zero, per step. */
  readonly regularisation: number;
}

/** A listener steps further than a track: their events are few, and a track is taught by many. `npm run eval` judges other rates. */
export const LISTENER_RATES: LearningRates = {
  step: 0.12,
  regularisation: 0.02,
};
export const TRACK_RATES: LearningRates = { step: 0.05, regularisation: 0.02 };

/** A step of a weight above this would overshoot the target. */
const MAX_STEP = 0.5;

/**
 * One stochastic gradient step of incremental matrix factorisation, one side: `own` moves so that own·other comes
 * nearer to `target` (Vinagre, Jorge and Gama 2014, "Fast incremental matrix factorization for recommendation with
 * positive-only feedback", with a target and a weight for each event). The other side steps from the old values too,
 * elsewhere. In place: `own` belongs to the caller.
 */
export function stepTowards(
  own: Vector,
  other: Vector,
  lesson: { readonly target: number; readonly weight: number },
  rates: LearningRates,
): void {
  const rate = Math.min(MAX_STEP, rates.step * lesson.weight);
  const error = lesson.target - dot(own, other);
  // Normalised by the other's length (NLMS): a step is a share of the error, whatever the vectors' lengths.
  const scale = 1 + dot(other, other);
  for (let i = 0; i < DIMENSIONS; i++) {
    own[i] = own[i]! + rate * ((error * other[i]! * 4) / scale - rates.regularisation * own[i]!);
  }
}

/**
 * The reverse of `stepTowards`, which is affine in `own`. Exact, but for rounding, where nothing has moved `own` since;
 * else it takes back what the step would have done last, which differs by the product of two steps.
 */
export function stepBack(
  own: Vector,
  other: Vector,
  lesson: { readonly target: number; readonly weight: number },
  rates: LearningRates,
): void {
  const rate = Math.min(MAX_STEP, rates.step * lesson.weight);
  const length = dot(other, other);
  const pull = (rate * 4) / (1 + length);
  const kept = 1 - rate * rates.regularisation;
  // Near 0 the step forgot what it started from.
  const keptAlong = Math.max(0.1, kept - pull * length);
  const errorThen = lesson.target - (dot(own, other) - pull * lesson.target * length) / keptAlong;
  for (let i = 0; i < DIMENSIONS; i++) own[i] = (own[i]! - pull * errorThen * other[i]!) / kept;
}
