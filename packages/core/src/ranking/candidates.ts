import type { SignalContext } from '../features/index.ts';
import { mix } from '../model/index.ts';
import { RowSet } from './row-set.ts';
import type { Trending } from './trending.ts';

/** How many of the nearest are candidates. */
export const NEAREST = 40;
/** Of co-listening, and of the long-term neighbours. */
const FROM_SPREAD = 48;
const FROM_TRENDING = 20;
const FROM_NEW = 8;
const FROM_GENRES = 3;
const BY_CHANCE = 16;
/** Of these the first list of somebody we know nothing of is made: a few of every genre. */
const STARTERS_BY_GENRE = 2;

/**
 * Rows that are worth scoring, from several sources that fail differently: the vectors' neighbours, co-listening, what
 * is popular, what is new, the best of liked genres, and chance. In the order of their rows.
 *
 * @param neighbours rows of the nearest tracks, from an index; without them all vectors are scanned.
 * @param chance seeds the draw; the same seed draws the same.
 */
export function candidatesOf(
  context: SignalContext,
  trending: Trending,
  {
    neighbours,
    chance,
  }: {
    readonly neighbours: readonly number[] | null;
    readonly chance: number;
  },
): Int32Array {
  const { model, listener } = context;
  const found = new RowSet(model.size);
  if (listener.lessons === 0 && listener.profile.genres.length === 0) {
    for (const rows of trending.byGenre.values()) found.addAll(rows, STARTERS_BY_GENRE);
  }
  found.addAll(neighbours ?? model.nearest(context.place, NEAREST));
  for (const { scores } of [context.together, context.lasting.byWeight, context.lasting.byCosine])
    found.addAll(scores.strongest(FROM_SPREAD));
  found.addAll(trending.rows, FROM_TRENDING);
  found.addAll(trending.newest, FROM_NEW);
  for (const genre of likedGenres(context)) found.addAll(trending.byGenre.get(genre) ?? []);
  // A slider at its end must find what it asks for beyond what the taste is near to.
  for (let i = 0; i < BY_CHANCE; i++) if (model.size > 0) found.add(mix(chance + i) % model.size);
  return found.sorted();
}

function likedGenres({ listener }: SignalContext): string[] {
  const liked = [...listener.genres]
    .filter(([, weight]) => weight > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, FROM_GENRES)
    .map(([genre]) => genre);
  return [...new Set([...liked, ...listener.profile.genres])];
}
