/** A figure in the making: sums and counts by listener, so that its interval can be had by drawing listeners. */
export interface Tally {
  readonly metric: string;
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

export function createTally(metric: string, users: number): Tally {
  return { metric, sums: new Float64Array(users), counts: new Float64Array(users) };
}

export function addTo(tally: Tally, user: number, value: number): void {
  tally.sums[user]! += value;
  tally.counts[user]!++;
}
