/** A decayed sum: `value` as it was at `atMs`; 0 for sources without times, whose sums do not decay. */
export interface Decayed {
  value: number;
  atMs: number;
}

/** Popularity halves in a week. */
const HALF_LIFE_MS = 7 * 86_400_000;
/** All listens decay alike, so that counted at one time they compare at any: the order never changes by waiting. */
const REFERENCE_MS = Date.UTC(2020, 0);

export function addDecayed(sum: Decayed, by: number, atMs: number): void {
  // Without a time nothing decays; an event from the past is worth what is left of it.
  const now = Math.max(sum.atMs, atMs);
  const old = sum.atMs > 0 ? sum.value * 2 ** (-(now - sum.atMs) / HALF_LIFE_MS) : sum.value;
  const added = atMs > 0 ? by * 2 ** (-(now - atMs) / HALF_LIFE_MS) : by;
  sum.value = Math.max(0, old + added);
  sum.atMs = now;
}

/** A track's listens of all origins, split in those that decay (as counted at the reference time) and those that do not. */
export function heatOf({ people, others }: { readonly people: Decayed; readonly others: Decayed }): {
  readonly heat: number;
  readonly timeless: number;
} {
  let heat = 0;
  let timeless = 0;
  for (const { value, atMs } of [people, others]) {
    if (atMs > 0) heat += value / shareLeftAt(atMs);
    else timeless += value;
  }
  return { heat, timeless };
}

/** What is left at `atMs` of a listen at the reference time; above 1 before it. */
export function shareLeftAt(atMs: number): number {
  // Some 19 years either way: a time beyond is wrong, and must not make sums that are no numbers.
  return 2 ** Math.max(-1_000, Math.min(1_000, (REFERENCE_MS - atMs) / HALF_LIFE_MS));
}
