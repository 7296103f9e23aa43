import type { ModelView } from '../model/index.ts';
import { topRows } from './top-rows.ts';

export interface Trending {
  /** Rows, most listened first. */
  readonly rows: readonly number[];
  /** The best rows of each genre, genres in order of their names. */
  readonly byGenre: ReadonlyMap<string, readonly number[]>;
  /** Rows added most recently, newest first. */
  readonly newest: readonly number[];
}

const TOP = 40;
const TOP_OF_GENRE = 12;
/** Popularity has a half-life of days: a list of some seconds ago serves. */
const KEPT_MS = 5_000;

interface Kept {
  readonly generation: number;
  readonly changes: number;
  readonly atMs: number;
  readonly trending: Trending;
}

const cache = new WeakMap<ModelView, Kept>();

/**
 * What is listened to most, whoever asks: worked out once for some seconds, not once a slate.
 *
 * @param wallMs the server's clock, the same for every listener.
 */
export function trendingOf(model: ModelView, wallMs: number): Trending {
  const kept = cache.get(model);
  const { generation, changes } = model;
  const isSame = kept?.generation === generation;
  if (kept && isSame && (kept.changes === changes || Math.abs(wallMs - kept.atMs) < KEPT_MS)) return kept.trending;
  const listens = listensOf(model);
  const trending = {
    rows: topRows(listens, model.size, TOP),
    byGenre: bestOfGenres(model, listens),
    newest: kept && isSame ? kept.trending.newest : newestOf(model),
  };
  cache.set(model, { generation, changes, atMs: wallMs, trending });
  return trending;
}

function listensOf(model: ModelView): Float64Array {
  const listens = new Float64Array(model.size);
  for (let row = 0; row < model.size; row++) listens[row] = model.popularityAt(row);
  return listens;
}

/** One pass; each genre keeps its best rows in order. */
function bestOfGenres(model: ModelView, listens: Float64Array): Map<string, number[]> {
  const best = new Map<string, number[]>();
  for (let row = 0; row < model.size; row++) {
    const genre = model.trackAt(row).genres[0] ?? '';
    let rows = best.get(genre);
    if (!rows) {
      rows = [];
      best.set(genre, rows);
    }
    const of = listens[row]!;
    if (rows.length === TOP_OF_GENRE && of <= listens[rows.at(-1)!]!) continue;
    let at = rows.length;
    while (at > 0 && listens[rows[at - 1]!]! < of) at--;
    rows.splice(at, 0, row);
    if (rows.length > TOP_OF_GENRE) rows.pop();
  }
  return new Map([...best].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function newestOf(model: ModelView): number[] {
  const addedAtMs = new Float64Array(model.size);
  for (let row = 0; row < model.size; row++) addedAtMs[row] = model.trackAt(row).addedAtMs;
  return topRows(addedAtMs, model.size, TOP);
}
