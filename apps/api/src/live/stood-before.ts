import { DIMENSIONS, hashOf, mix, type Taste } from '@segue/core/model';
import type { Placed } from '@segue/core/ranking';

/** So many undos one after the other find their list again. */
const REMEMBERED = 8;
/** Once a list has not stood for so long the world has gone on, and it is made of what is now. */
const HOLDS_MS = 10 * 60_000;

interface Stood {
  mark: number;
  revision: number;
  generation: number;
  /** Of each place: the row's number, what placed it, its propensity, and the row that was held back for it. */
  readonly rows: number[];
  readonly by: Placed['by'][];
  readonly propensities: number[];
  readonly insteadOf: Placed['insteadOf'][];
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
 * and what others said meanwhile counts too. A list is told of at each gesture, so the room of the oldest is the next one's (ADR 20).
 */
export class StoodBefore {
  /** The one that stands last. */
  readonly #lists: Stood[] = [];
  #marked: { readonly revision: number; readonly mark: number } | null = null;

  /** What stood where at an earlier revision that was the same taste; it stands again. */
  again(taste: Taste, { generation, nowMs }: Moment): Placed[] | null {
    const mark = this.#markOf(taste);
    const at = this.#lists.findIndex((one) => one.mark === mark);
    const found = this.#lists[at];
    // A list that is made anew of this very revision is to show what has changed since.
    if (!found || found.revision >= taste.revision || found.generation !== generation) return null;
    if (nowMs - found.untilMs > HOLDS_MS) return null;
    this.#lists.splice(at, 1);
    this.#stands(found, nowMs);
    return found.rows.map((row, place) => ({
      row,
      by: found.by[place]!,
      propensity: found.propensities[place]!,
      insteadOf: found.insteadOf[place]!,
    }));
  }

  remember(taste: Taste, placed: readonly Placed[], { generation, nowMs }: Moment): void {
    const mark = this.#markOf(taste);
    const list = this.#roomFor(mark);
    Object.assign(list, { mark, revision: taste.revision, generation, untilMs: nowMs });
    list.rows.length = list.by.length = list.propensities.length = list.insteadOf.length = placed.length;
    for (let place = 0; place < placed.length; place++) {
      const { row, by, propensity, insteadOf } = placed[place]!;
      list.rows[place] = row;
      list.by[place] = by;
      list.propensities[place] = propensity;
      list.insteadOf[place] = insteadOf;
    }
    this.#stands(list, nowMs);
  }

  /** The list that had this mark; else the oldest, once there are enough. */
  #roomFor(mark: number): Stood {
    const lists = this.#lists;
    const known = lists.findIndex((one) => one.mark === mark);
    const free = known >= 0 ? lists.splice(known, 1)[0] : lists.length >= REMEMBERED ? lists.shift() : undefined;
    return free ?? { mark, revision: 0, generation: 0, rows: [], by: [], propensities: [], insteadOf: [], untilMs: 0 };
  }

  #stands(list: Stood, nowMs: number): void {
    const last = this.#lists.at(-1);
    if (last) last.untilMs = nowMs;
    this.#lists.push(list);
  }

  /** Asked twice for each list. */
  #markOf(taste: Taste): number {
    const { revision } = taste;
    if (this.#marked?.revision !== revision) this.#marked = { revision, mark: markOf(taste) };
    return this.#marked.mark;
  }
}

const moment = new Float64Array(1);
const momentBits = new Uint32Array(moment.buffer);
const factorBits = new Uint32Array(DIMENSIONS);
const factorFloats = new Float32Array(factorBits.buffer);

/** Tells the states of one listener apart by what gestures change in them: what was learnt, when, and what the hand says. */
function markOf({ state }: Taste): number {
  const { factors, lessons, windows, yours, liked, disliked, blockedTracks, blockedArtists, tune, profile } = state;
  let mark = mix(lessons);
  const add = (value: number) => {
    mark = mix(mark ^ value);
  };
  const addFloat = (value: number) => {
    moment[0] = value;
    add(momentBits[0]!);
    add(momentBits[1]!);
  };
  factorFloats.set(factors);
  for (let i = 0; i < DIMENSIONS; i++) add(factorBits[i]!);
  for (const value of [windows.lastMs, tune.energy, tune.discover]) addFloat(value);
  for (const set of [liked, disliked, blockedTracks, blockedArtists]) add(set.size);
  for (const { trackId, by } of yours) add(hashOf(`${by}/${trackId}`));
  add(hashOf(`${profile.country}/${profile.ageBand}/${profile.genres.join()}`));
  return mark;
}
