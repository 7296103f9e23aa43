import type { SignalContext } from '../features/index.ts';
import { mix } from '../model/index.ts';

/** Places (from 0) that exploration may take, in the order in which it takes them as the slider goes to discover. */
const PLACES = [5, 12, 8, 16, 3];

export interface Explored {
  readonly place: number;
  readonly row: number;
  /** Chance of exactly this row at this place. */
  readonly propensity: number;
}

/**
 * A few rows drawn by chance from what this listener has not touched: unheard genres and artists, so that we learn what
 * scores alone would never show. The draw is a hash of seed and of how much was taught: an undone event draws as before.
 */
export function explore(
  context: SignalContext,
  pool: Int32Array,
  { chance, size }: { readonly chance: number; readonly size: number },
): Explored[] {
  const { model, listener } = context;
  if (listener.lessons === 0) return [];
  const count = Math.min(Math.round(listener.tune.discover * 4), PLACES.length);
  if (count === 0) return [];
  const unfamiliar: number[] = [];
  for (const row of pool) {
    if ((listener.artists.get(model.trackAt(row).artistId) ?? 0) !== 0) continue;
    if (Math.abs(listener.genres.get(model.genresAt(row)[0] ?? '') ?? 0) < 0.4) unfamiliar.push(row);
  }
  const out: Explored[] = [];
  for (let i = 0; i < count && unfamiliar.length > 0; i++) {
    const place = PLACES[i]!;
    if (place >= size) continue;
    const at = mix(chance + 977 * (i + 1)) % unfamiliar.length;
    const propensity = 1 / unfamiliar.length;
    const [row] = unfamiliar.splice(at, 1);
    out.push({ place, row: row!, propensity });
  }
  return out.sort((a, b) => a.place - b.place);
}
