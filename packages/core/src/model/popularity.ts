/** A decayed sum: `value` as it was at `atMs`; 0 for sources without times, whose sums do not decay. */
export interface Decayed {
  value: number;
  atMs: number;
}

/** Popularity halves in a week. */
const HALF_LIFE_MS = 7 * 86_400_000;
/**
 * All listens decay alike, so that counted at one time they compare at any: the order never changes by waiting. That time lies a
 * while before the newest listen, for a sum that is counted too far off is no number; from one to the next is a power of two, which
 * costs no digit.
 */
const HALF_LIVES_APART = 400;
const APART_MS = HALF_LIVES_APART * HALF_LIFE_MS;

export function addDecayed(sum: Decayed, by: number, atMs: number): void {
  // Without a time nothing decays; an event from the past is worth what is left of it.
  const now = Math.max(sum.atMs, atMs);
  const old = sum.atMs > 0 ? sum.value * 2 ** (-(now - sum.atMs) / HALF_LIFE_MS) : sum.value;
  const added = atMs > 0 ? by * 2 ** (-(now - atMs) / HALF_LIFE_MS) : by;
  sum.value = Math.max(0, old + added);
  sum.atMs = now;
}

/** What listens are counted at, of a log whose newest is of `newestMs`. */
export function referenceOf(newestMs: number): number {
  return Math.floor(newestMs / APART_MS) * APART_MS;
}

/** A track's listens of all origins, split in those that decay (as counted at the reference time) and those that do not. */
export function heatOf(
  { people, others }: { readonly people: Decayed; readonly others: Decayed },
  referenceMs: number,
): { readonly heat: number; readonly timeless: number } {
  let heat = 0;
  let timeless = 0;
  for (const { value, atMs } of [people, others]) {
    if (atMs > 0) heat += value * 2 ** ((atMs - referenceMs) / HALF_LIFE_MS);
    else timeless += value;
  }
  return { heat, timeless };
}

/** What is left at `atMs` of a listen at the reference time; above 1 before it. */
export function shareLeftAt(atMs: number, referenceMs: number): number {
  return 2 ** ((referenceMs - atMs) / HALF_LIFE_MS);
}
