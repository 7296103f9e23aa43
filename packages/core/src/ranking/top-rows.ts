import { BestRows } from '../model/index.ts';

/** The rows of the `count` highest scores among the first `size`, highest first, of equal ones the lower row. */
export function topRows(scores: Float32Array | Float64Array, size: number, count: number): number[] {
  const best = new BestRows(count);
  for (let row = 0; row < size; row++) best.offer(row, scores[row]!);
  return best.take();
}
