import { BestRows } from '../model/index.ts';

const best = new BestRows(0);

/** The rows of the `count` highest scores among the first `size`, highest first, of equal ones the lower row. */
export function topRows(scores: Float32Array | Float64Array, size: number, count: number): number[] {
  best.begin(count);
  for (let row = 0; row < size; row++) best.offer(row, scores[row]!);
  return best.take();
}
