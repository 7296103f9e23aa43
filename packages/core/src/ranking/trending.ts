import { BestRows, type ModelView } from '../model/index.ts';

export interface Trending {
  /** Rows, most listened first. */
  readonly rows: readonly number[];
  /** The best rows of each genre, genres in order of their names. */
  readonly byGenre: ReadonlyMap<string, readonly number[]>;
  /** Listens of the tracks of each of the most listened genres together. */
  readonly listensOfGenre: ReadonlyMap<string, number>;
  /** Rows added most recently, newest first. */
  readonly newest: readonly number[];
}

const TOP = 40;
const TOP_OF_GENRE = 12;
const TOP_GENRES = 40;
/** Popularity has a half-life of days: a list of some seconds ago serves. */
const KEPT_MS = 5_000;
/** Rows that one slate looks at for all: in a large catalogue the next list is made over several slates, so that none waits for it. */
const ROWS_A_SLATE = 4_000;

interface Kept {
  readonly generation: number;
  readonly changes: number;
  readonly atMs: number;
  readonly trending: Trending;
  /** The list that will be next; null until this one is old. */
  readonly pass: TrendingPass | null;
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
  // Rows are numbers of places: after tracks have come or gone none of what is kept holds.
  const known = kept?.generation === generation ? kept : null;
  if (known && !known.pass && (known.changes === changes || Math.abs(wallMs - known.atMs) < KEPT_MS)) return known.trending;
  const pass = known?.pass ?? new TrendingPass(model);
  const isDone = pass.look(known ? ROWS_A_SLATE : model.size);
  if (known && !isDone) {
    cache.set(model, { ...known, pass });
    return known.trending;
  }
  const trending = pass.done();
  cache.set(model, { generation, changes, atMs: wallMs, trending, pass: null });
  return trending;
}

/** One pass over the catalogue, as many rows at a time as whoever calls can spare. */
class TrendingPass {
  readonly #model: ModelView;
  readonly #top = new BestRows(TOP);
  readonly #newest = new BestRows(TOP);
  readonly #ofGenres = new Map<string, { readonly best: BestRows; listens: number }>();
  #next = 0;

  constructor(model: ModelView) {
    this.#model = model;
  }

  /** Returns whether all rows were looked at. */
  look(rows: number): boolean {
    const model = this.#model;
    const end = Math.min(model.size, this.#next + rows);
    for (let row = this.#next; row < end; row++) {
      const listens = model.popularityAt(row);
      this.#top.offer(row, listens);
      this.#newest.offer(row, model.trackAt(row).addedAtMs);
      const genre = this.#ofGenre(model.genresAt(row)[0] ?? '');
      genre.best.offer(row, listens);
      genre.listens += listens;
    }
    this.#next = end;
    return end === model.size;
  }

  done(): Trending {
    const genres = [...this.#ofGenres].sort(([a], [b]) => (a < b ? -1 : 1));
    // Sorting is stable: of equal ones the name decides.
    const heard = genres.toSorted(([, a], [, b]) => b.listens - a.listens).slice(0, TOP_GENRES);
    return {
      rows: this.#top.take(),
      byGenre: new Map(genres.map(([genre, { best }]) => [genre, best.take()])),
      listensOfGenre: new Map(heard.map(([genre, { listens }]) => [genre, listens])),
      newest: this.#newest.take(),
    };
  }

  #ofGenre(name: string): { readonly best: BestRows; listens: number } {
    let genre = this.#ofGenres.get(name);
    if (!genre) {
      genre = { best: new BestRows(TOP_OF_GENRE), listens: 0 };
      this.#ofGenres.set(name, genre);
    }
    return genre;
  }
}
