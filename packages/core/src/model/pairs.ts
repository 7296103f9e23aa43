import type { TrackId } from '../events/index.ts';

/**
 * Co-listening of one track with others. Each new pair lowers all others a little: recency without clocks, so that sources
 * without times age too. The lowering is one number for all, `share`: a pair's weight is `weights` times `share`.
 */
export interface Pairs {
  readonly weights: Map<TrackId, number>;
  share: number;
}

/** Some twenty pairs a listen: a listen lowers what was there by a tenth. */
const KEEP = 0.995;
/** The strongest that stay when there are more than `MOST`: sorting is paid once in many pairs. */
const KEPT = 128;
const MOST = 256;
/** Long before doubles run out. */
const LEAST_SHARE = 1e-30;
/** What is left of a weight that was taken back whole, by rounding. */
const NOTHING = 1e-9;

export const freshPairs = (): Pairs => ({ weights: new Map(), share: 1 });

/** @param weight above 0 */
export function addPair(pairs: Pairs, track: TrackId, weight: number): void {
  pairs.share *= KEEP;
  const { weights } = pairs;
  weights.set(track, (weights.get(track) ?? 0) + weight / pairs.share);
  if (weights.size > MOST) forgetWeakest(weights, track);
  if (pairs.share < LEAST_SHARE) {
    for (const [other, value] of weights) weights.set(other, value * pairs.share);
    pairs.share = 1;
  }
}

/** The reverse of `addPair`; what was forgotten to make room stays forgotten. */
export function takePairBack(pairs: Pairs, track: TrackId, weight: number): void {
  const { weights } = pairs;
  const left = (weights.get(track) ?? 0) - weight / pairs.share;
  if (left * pairs.share > NOTHING) weights.set(track, left);
  else weights.delete(track);
  pairs.share /= KEEP;
}

function forgetWeakest(weights: Map<TrackId, number>, newest: TrackId): void {
  const least = Float64Array.from(weights.values()).sort().at(-KEPT)!;
  for (const [other, value] of weights) if (value < least && other !== newest) weights.delete(other);
}
