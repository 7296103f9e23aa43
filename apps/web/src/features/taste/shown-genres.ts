type Shares = readonly { readonly genre: string; readonly share: number }[];

/** How many bars a glance takes in. */
const MOST_SHOWN = 6;

/** The strongest genres, and the one that fell most since the visit began in the last place, if it would not be seen else. */
export function shownGenres(genres: Shares, atFirst: ReadonlyMap<string, number>): Shares {
  const strongest = genres.slice(0, MOST_SHOWN);
  let fallen: Shares[number] | null = null;
  let most = 0.005;
  for (const one of genres) {
    const by = (atFirst.get(one.genre) ?? 0) - one.share;
    if (by > most) [fallen, most] = [one, by];
  }
  return fallen && !strongest.includes(fallen) ? [...strongest.slice(0, MOST_SHOWN - 1), fallen] : strongest;
}
