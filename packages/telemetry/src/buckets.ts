/** Upper bounds of the step histogram, s; from a tenth of a millisecond to ten seconds, each about half as large again. */
export const BUCKETS: readonly number[] = [
  0.0001, 0.00015, 0.00025, 0.0004, 0.0006, 0.001, 0.0015, 0.0025, 0.004, 0.006, 0.01, 0.015, 0.025, 0.04, 0.06, 0.1, 0.15, 0.25, 0.4, 0.6,
  1, 1.5, 2.5, 4, 6, 10,
];
