import { BestRows, DIMENSIONS, dot } from '@segue/core/model';

/** What a scan should come to, in plain loops: what the fast one is compared with. */
export function scanPlainly(rows: Float32Array, size: number, place: Float32Array, count: number): number[] {
  const best = new BestRows(count);
  for (let row = 0; row < size; row++) best.offer(row, dot(place, rows, row * DIMENSIONS));
  return best.take();
}
