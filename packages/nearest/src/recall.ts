import { DIMENSIONS, dot, type Vector } from '@segue/core/model';

/** Scores this near are alike: sums are rounded in the order in which they are added. */
const ALIKE = 1e-5;

/**
 * Of the best rows the share that was found, 0..1; one as good as the last of them counts, since many tracks are alike.
 *
 * @param best rows, best first; null is the answer to none.
 */
export function recallOf(rows: Float32Array, place: Vector, best: readonly number[], found: readonly number[]): number | null {
  const last = best.at(-1);
  if (last === undefined) return null;
  const least = dot(place, rows, last * DIMENSIONS) - ALIKE;
  const hits = found.filter((row) => dot(place, rows, row * DIMENSIONS) >= least).length;
  return Math.min(best.length, hits) / best.length;
}
