/** Exponential backoff with full jitter: anywhere from 0 to the step, so that a thousand clients do not come back as one. */
export function backoffMs(
  attempt: number,
  random: () => number,
  { baseMs, mostMs }: { readonly baseMs: number; readonly mostMs: number },
): number {
  return random() * Math.min(mostMs, baseMs * 2 ** Math.min(attempt, 20));
}
