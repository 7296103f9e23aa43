import { BUCKETS } from './buckets.ts';

/**
 * A quantile of counts by bucket, in ms, straight-lined within its bucket: off by less than the bucket is wide. Null
 * where nothing was counted; the last bound where it lies beyond it.
 */
export function quantileOf(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = total * share;
  for (let i = 0; i < BUCKETS.length; i++) {
    const count = counts[i] ?? 0;
    if (count > 0 && left <= count) {
      const from = i === 0 ? 0 : BUCKETS[i - 1]!;
      return (from + (BUCKETS[i]! - from) * (left / count)) * 1_000;
    }
    left -= count;
  }
  return BUCKETS.at(-1)! * 1_000;
}
