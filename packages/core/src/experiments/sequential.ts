/** What is known of one arm: how many listeners, the sum of their values, and of the squares. They add up over instances. */
export interface ArmSums {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

/** A difference and the interval that holds it. */
export interface Verdict {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The chance that the interval ever, at whichever look, does not hold the truth. */
const ALPHA = 0.05;
/** What effects are looked for, as a standard deviation: some six listeners in a hundred. The interval is narrowest for these. */
const EFFECT = 0.06;
/** Below it the variance is guesswork, and no interval is given. */
const ENOUGH = 50;

/**
 * The second arm's mean less the first's, with an interval that holds at all times at once: it may be looked at after every
 * listener, and the experiment ended at any of them. The mixture sequential probability ratio test (Johari, Pekelis and Walsh,
 * Peeking at A/B Tests, 2017) turned into a confidence sequence by its normal mixture boundary (Howard et al., Time-Uniform,
 * Nonparametric, Nonasymptotic Confidence Sequences, 2021), with the variance that was seen. Null while there are too few.
 */
export function differenceOf(first: ArmSums, second: ArmSums): Verdict | null {
  if (first.n < ENOUGH || second.n < ENOUGH) return null;
  return around(second.sum / second.n - first.sum / first.n, varianceOf(first) / first.n + varianceOf(second) / second.n);
}

/** The mean of one sample, with an interval of the same kind: of preferences between -1 and 1, say. */
export function meanOf(sums: ArmSums): Verdict | null {
  return sums.n < ENOUGH ? null : around(sums.sum / sums.n, varianceOf(sums) / sums.n);
}

function around(value: number, variance: number): Verdict {
  const information = 1 / variance;
  const prior = 1 / EFFECT ** 2;
  const half = Math.sqrt(((information + prior) / information ** 2) * Math.log((information + prior) / (prior * ALPHA ** 2)));
  return { value, low: value - half, high: value + half };
}

/** Never 0: listeners who all did the same so far are not sure to go on so. Two made-up ones differ as much as can be. */
function varianceOf({ n, sum, squares }: ArmSums): number {
  const mean = (sum + 1) / (n + 2);
  return Math.max((squares + 1) / (n + 2) - mean * mean, 1 / (n + 2) ** 2);
}
