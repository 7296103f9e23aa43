import type { RowScores, SignalContext } from '../features/index.ts';
import { mix } from '../model/index.ts';
import { RowSet } from './row-set.ts';
import { topRows } from './top-rows.ts';
import type { Trending } from './trending.ts';

/** How many of the nearest are candidates. */
export const NEAREST = 64;
/** Of co-listening, and of the long-term neighbours. */
const FROM_SPREAD = 60;
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
    for (const rows of trending.byGenre.values()) for (const row of rows.slice(0, STARTERS_BY_GENRE)) found.add(row);
  }
  for (const row of neighbours ?? model.nearest(context.place, NEAREST)) found.add(row);
  for (const { scores } of [context.together, context.lasting.byWeight, context.lasting.byCosine])
    for (const row of strongestOf(scores, FROM_SPREAD)) found.add(row);
  for (const row of trending.rows.slice(0, FROM_TRENDING)) found.add(row);
  for (const row of trending.newest.slice(0, FROM_NEW)) found.add(row);
  for (const genre of likedGenres(context)) for (const row of trending.byGenre.get(genre) ?? []) found.add(row);
  // A slider at its end must find what it asks for beyond what the taste is near to.
  for (let i = 0; i < BY_CHANCE; i++) if (model.size > 0) found.add(mix(chance + i) % model.size);
  return Int32Array.from(found.rows).sort();
}

function strongestOf(scores: RowScores, count: number): number[] {
  const { rows } = scores;
  if (rows.length <= count) return rows;
  const values = Float64Array.from(rows, (row) => scores.at(row));
  return topRows(values, values.length, count).map((at) => rows[at]!);
}

function likedGenres({ listener }: SignalContext): string[] {
  const liked = [...listener.genres]
    .filter(([, weight]) => weight > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, FROM_GENRES)
    .map(([genre]) => genre);
  return [...new Set([...liked, ...listener.profile.genres])];
}
