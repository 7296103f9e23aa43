import type { Interval } from '../figures/bootstrap.ts';
import type { Tally } from '../figures/tally.ts';

/** What a protocol found out about one model. */
export interface Outcome {
  readonly tallies: readonly Tally[];
  /** Those whose interval is not had by drawing again. */
  readonly figures?: readonly (Interval & { readonly metric: string })[];
  readonly cost: Cost;
  /** Rankings with a score that was not finite. Above 0 fails the run. */
  readonly notFinite: number;
  /** How the first figure went over the stream; `at` from 0 to 1. */
  readonly curve?: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly at: number;
  readonly value: number;
}

export interface Cost {
  readonly learnt: number;
  readonly learnMs: number;
  readonly ranked: number;
  readonly rankMs: number;
  readonly peakBytes: number;
}
