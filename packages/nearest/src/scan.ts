import { DIMENSIONS } from '@segue/core/model';

/** The exact answer: rows of the largest inner products with `place`, largest first, by looking at all of them. */
export function scan(vectors: Float32Array, size: number, place: Float32Array, count: number): number[] {
  const best: number[] = [];
  const scores: number[] = [];
  for (let row = 0, at = 0; row < size; row++, at += DIMENSIONS) {
    let score = 0;
    for (let i = 0; i < DIMENSIONS; i++) score += place[i]! * vectors[at + i]!;
    if (best.length === count && score <= scores[count - 1]!) continue;
    let to = Math.min(best.length, count - 1);
    for (; to > 0 && scores[to - 1]! < score; to--) {
      best[to] = best[to - 1]!;
      scores[to] = scores[to - 1]!;
    }
    best[to] = row;
    scores[to] = score;
  }
  return best;
}
