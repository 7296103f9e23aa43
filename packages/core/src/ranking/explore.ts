import type { SignalContext } from '../features/index.ts';
import { mix } from '../model/index.ts';
import type { Scorer } from './score.ts';
import { type Belief, createThompson, type Drawn } from './thompson.ts';

/** Places (from 0) that exploration may take, in the order in which it takes them as the slider goes to discover. */
const PLACES = [5, 12, 8, 16, 3];
/** A genre that is liked or turned away from by so much is no news. */
const KNOWN_GENRE = 0.4;

export interface Explored {
  readonly place: number;
  readonly row: number;
  /** A trial is a new track that is owed plays. */
  readonly by: 'chance' | 'trial';
  /** Chance of exactly this row at this place. */
  readonly propensity: number;
}

/**
 * A few rows drawn by chance from what this listener has not touched: unheard genres and artists, so that we learn what
 * scores alone would never show: evenly, or by Thompson sampling once something is believed. The draw is a hash of seed and
 * of how much was taught: an undone event draws as before.
 */
export function explore(
  context: SignalContext,
  pool: Int32Array,
  {
    chance,
    size,
    newcomer,
    scorer,
    belief,
  }: {
    readonly chance: number;
    readonly size: number;
    readonly newcomer: Explored | null;
    readonly scorer: Scorer;
    /** What is believed of what gets heard out; without it every row is as likely. */
    readonly belief: Belief | null;
  },
): Explored[] {
  const { model, listener } = context;
  const out: Explored[] = newcomer ? [newcomer] : [];
  if (listener.lessons === 0) return out;
  const count = Math.min(Math.round(listener.tune.discover * 4), PLACES.length);
  if (count === 0) return out;
  const { columns } = model;
  const artists = new Set<number>();
  for (const [artist, liking] of listener.artists) if (liking !== 0) artists.add(columns.artistNumber(artist));
  const genres = new Set<number>();
  for (const [genre, liking] of listener.genres) if (Math.abs(liking) >= KNOWN_GENRE) genres.add(columns.genreNumber(genre));
  const unfamiliar: number[] = [];
  for (const row of pool) {
    if (row !== newcomer?.row && !artists.has(columns.artist[row]!) && !genres.has(columns.genre[row]!)) unfamiliar.push(row);
  }
  const shownBefore = (row: number) => context.fatigue.get(model.trackAt(row).id) ?? 0;
  const draw = belief ? createThompson(unfamiliar, { scorer, belief, shownBefore, chance: mix(chance + 977) }) : evenly(unfamiliar, chance);
  for (let i = out.length; i < count; i++) {
    const place = PLACES[i]!;
    if (place >= size) continue;
    const drawn = draw();
    if (drawn) out.push({ place, by: 'chance', ...drawn });
  }
  return out.sort((a, b) => a.place - b.place);
}

function evenly(rows: readonly number[], chance: number): () => Drawn | null {
  const left = [...rows];
  let drawn = 0;
  return () => {
    if (left.length === 0) return null;
    const propensity = 1 / left.length;
    const [row] = left.splice(mix(chance + 977 * ++drawn) % left.length, 1);
    return { row: row!, propensity };
  };
}
