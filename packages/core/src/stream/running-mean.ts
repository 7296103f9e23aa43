/** A mean that forgets by tracks, not by time: two numbers, the mean and how many it is of, at most its window. */
export const RUNNING_MEAN_SLOTS = 2;

/** Plain until `window` values have come, exponential after. */
export function addToRunningMean(slots: Float64Array, at: number, value: number, window: number): void {
  const count = Math.min(window, slots[at + 1]! + 1);
  slots[at]! += (value - slots[at]!) / count;
  slots[at + 1] = count;
}

export const readRunningMean = (slots: Float64Array, at: number, unknown: number): number => (slots[at + 1]! > 0 ? slots[at]! : unknown);
