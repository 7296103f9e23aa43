import { hashOf, type Taste } from '@segue/core/model';
import type { Placed } from '@segue/core/ranking';

/** So many undos one after the other find their list again. */
const REMEMBERED = 8;
/** Once a list has not stood for so long the world has gone on, and it is made of what is now. */
const HOLDS_MS = 10 * 60_000;
const BY = ['score', 'variety', 'chance', 'trial'] as const satisfies Placed['by'][];
/** Of a row: its number, what placed it, and its propensity. */
const WIDTH = 3;

interface Stood {
  readonly mark: number;
  readonly revision: number;
  readonly generation: number;
  readonly rows: Float64Array;
  /** When another list took its place; for the one that stands, when it was made. */
  untilMs: number;
}

interface Moment {
  /** The model's: rows are numbers of places. */
  readonly generation: number;
  readonly nowMs: number;
}

/**
 * What stood where in the last lists of a listener, by what was known of the listener then: where an undo brings the taste back,
 * it brings back the list, row for row. To rank anew would not: tracks follow a gesture and its undo up to some seconds later,
 * and what others said meanwhile counts too. Half a kilobyte a list, for it lives from list to list (ADR 20).
 */
export class StoodBefore {
  /** The one that stands last. */
  readonly #lists: Stood[] = [];

  /** What stood where at an earlier revision that was the same taste; it stands again. */
  again(taste: Taste, { generation, nowMs }: Moment): Placed[] | null {
    const mark = markOf(taste);
    const at = this.#lists.findIndex((one) => one.mark === mark);
    const found = this.#lists[at];
    // A list that is made anew of this very revision is to show what has changed since.
    if (!found || found.revision >= taste.revision || found.generation !== generation) return null;
    if (nowMs - found.untilMs > HOLDS_MS) return null;
    this.#lists.splice(at, 1);
    this.#stands(found, nowMs);
    const { rows } = found;
    return Array.from({ length: rows.length / WIDTH }, (_, i) => ({
      row: rows[i * WIDTH]!,
      by: BY[rows[i * WIDTH + 1]!]!,
      propensity: rows[i * WIDTH + 2]!,
    }));
  }

  remember(taste: Taste, placed: readonly Placed[], { generation, nowMs }: Moment): void {
    const mark = markOf(taste);
    const known = this.#lists.findIndex((one) => one.mark === mark);
    if (known >= 0) this.#lists.splice(known, 1);
    const rows = new Float64Array(placed.length * WIDTH);
    for (const [i, { row, by, propensity }] of placed.entries()) rows.set([row, BY.indexOf(by), propensity], i * WIDTH);
    this.#stands({ mark, revision: taste.revision, generation, rows, untilMs: nowMs }, nowMs);
    if (this.#lists.length > REMEMBERED) this.#lists.shift();
  }

  #stands(list: Stood, nowMs: number): void {
    const last = this.#lists.at(-1);
    if (last) last.untilMs = nowMs;
    this.#lists.push(list);
  }
}

/** Tells the states of one listener apart by what gestures change in them: what was learnt, when, and what the hand says. */
function markOf({ state }: Taste): number {
  const { factors, lessons, windows, yours, liked, disliked, blockedTracks, blockedArtists, tune, profile } = state;
  const learnt = Buffer.from(factors.buffer, factors.byteOffset, factors.byteLength).toString('latin1');
  const hand = JSON.stringify([yours, tune, profile, liked.size, disliked.size, blockedTracks.size, blockedArtists.size]);
  return hashOf(`${lessons} ${windows.lastMs} ${hand} ${learnt}`);
}
