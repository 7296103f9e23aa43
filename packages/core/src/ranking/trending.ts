import type { ModelView } from '../model/index.ts';

export interface Trending {
  /** Rows, most listened first. */
  readonly rows: readonly number[];
  /** The best rows of each genre, genres in order of their names. */
  readonly byGenre: ReadonlyMap<string, readonly number[]>;
  /** Rows added most recently, newest first. */
  readonly newest: readonly number[];
  readonly mostListens: number;
}

const TOP = 40;
const TOP_OF_GENRE = 12;
/** Popularity has a half-life of days: a list of some seconds ago serves. */
const KEPT_MS = 5_000;

const cache = new WeakMap<
  ModelView,
  {
    readonly generation: number;
    readonly atMs: number;
    readonly trending: Trending;
  }
>();

/** What is listened to most, whoever asks: worked out once for some seconds of event time, not once a slate. */
export function trendingOf(model: ModelView, nowMs: number): Trending {
  const kept = cache.get(model);
  if (kept && kept.generation === model.generation && Math.abs(nowMs - kept.atMs) < KEPT_MS) return kept.trending;
  const trending = compute(model, nowMs);
  cache.set(model, { generation: model.generation, atMs: nowMs, trending });
  return trending;
}

function compute(model: ModelView, nowMs: number): Trending {
  const listens = new Float64Array(model.size);
  for (let row = 0; row < model.size; row++) {
    const { people, others } = model.popularityAt(row, nowMs);
    listens[row] = people + others;
  }
  const order = Array.from(listens.keys()).sort((a, b) => listens[b]! - listens[a]! || a - b);
  const byGenre = new Map<string, number[]>();
  for (const row of order) {
    const genre = model.trackAt(row).genres[0] ?? '';
    const rows = byGenre.get(genre);
    if (!rows) byGenre.set(genre, [row]);
    else if (rows.length < TOP_OF_GENRE) rows.push(row);
  }
  const newest = Array.from(listens.keys())
    .sort((a, b) => model.trackAt(b).addedAtMs - model.trackAt(a).addedAtMs || a - b)
    .slice(0, TOP);
  return {
    rows: order.slice(0, TOP),
    byGenre: new Map([...byGenre].sort(([a], [b]) => (a < b ? -1 : 1))),
    newest,
    mostListens: Math.max(1, listens[order[0] ?? 0] ?? 0),
  };
}
