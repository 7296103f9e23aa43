/** The area under the ROC curve: how often a one is above a zero, ties counted half; null without both labels. */
export function areaUnderCurve(predictions: Float64Array, labels: Uint8Array): number | null {
  // Sorted by themselves and not by a comparison: this runs in a process that serves.
  const ones = predictions.filter((_, at) => labels[at] === 1).sort();
  const zeros = predictions.filter((_, at) => labels[at] !== 1).sort();
  if (ones.length === 0 || zeros.length === 0) return null;
  let below = 0;
  let upTo = 0;
  let sum = 0;
  for (const one of ones) {
    while (below < zeros.length && zeros[below]! < one) below++;
    upTo = Math.max(upTo, below);
    while (upTo < zeros.length && zeros[upTo]! <= one) upTo++;
    sum += (below + upTo) / 2;
  }
  return sum / (ones.length * zeros.length);
}
