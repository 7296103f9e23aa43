type Shares = readonly { readonly genre: string; readonly share: number }[];

/** Less than this is no rise that anybody could see. */
const SMALLEST_RISE = 0.005;

/** The genre whose share rose most from one slate to the next; null when none did. */
export function mostRisen(before: Shares, after: Shares): string | null {
  const old = new Map(before.map(({ genre, share }) => [genre, share]));
  let most: string | null = null;
  let rise = SMALLEST_RISE;
  for (const { genre, share } of after) {
    const by = share - (old.get(genre) ?? 0);
    if (by > rise) [most, rise] = [genre, by];
  }
  return most;
}
