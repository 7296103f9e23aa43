/**
 * A sum that forgets: two numbers, the value and when it was that (ms; 0 for never). It is linear, so what an undo takes
 * back is a step by -1 at the same time, in whatever order they come.
 */
export const DECAYED_SUM_SLOTS = 2;

export function addToDecayedSum(slots: Float64Array, at: number, by: number, atMs: number, windowMs: number): void {
  const lastMs = slots[at + 1]!;
  if (atMs >= lastMs) {
    slots[at] = (lastMs > 0 && slots[at] !== 0 ? slots[at]! * Math.exp((lastMs - atMs) / windowMs) : 0) + by;
    slots[at + 1] = atMs;
  } else slots[at]! += by * Math.exp((atMs - lastMs) / windowMs);
}

/** @param nowMs a moment before the sum's own reads it as it stands. */
export function readDecayedSum(slots: Float64Array, at: number, nowMs: number, windowMs: number): number {
  // What was taken back leaves a rest of rounding, on either side of 0.
  return Math.max(0, slots[at]! * Math.exp(Math.min(0, slots[at + 1]! - nowMs) / windowMs));
}
