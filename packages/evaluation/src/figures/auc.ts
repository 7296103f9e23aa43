import { areaUnderCurve } from '@segue/core/rankers';
import type { Interval } from './bootstrap.ts';

/** Two-sided 95 % of a normal. */
const Z = 1.96;

/** The area under the ROC curve with the interval of Hanley and McNeil (1982); null without both labels. */
export function aucOf(predictions: Float64Array, labels: Uint8Array): Interval | null {
  const value = areaUnderCurve(predictions, labels);
  if (value === null) return null;
  const ones = labels.reduce((sum, label) => sum + label, 0);
  const zeros = labels.length - ones;
  const bothOnes = value / (2 - value) - value ** 2;
  const bothZeros = (2 * value ** 2) / (1 + value) - value ** 2;
  const error = Math.sqrt((value * (1 - value) + (ones - 1) * bothOnes + (zeros - 1) * bothZeros) / (ones * zeros));
  return { value, low: Math.max(0, value - Z * error), high: Math.min(1, value + Z * error) };
}
