import type { Act, EventId, Slate, SlateRow, TrackId } from '@segue/core/events';
import { byHand, gesturesOf } from './by-hand.ts';
import { frozenRows, type KeptRow, keptInPlace, TakenAway } from './held-list.ts';
import type { ClientState } from './live-client.ts';
import { type LeftAt, withPutBack } from './put-back.ts';

/** Gestures that take rows off the list. */
const REMOVES: ReadonlySet<string> = new Set(['block', 'dislike', 'erase']);
/** How many of this page's own gestures are known again when a slate hears them. */
const MAX_MINE = 64;

interface Frozen {
  readonly rows: readonly SlateRow[];
  /** The order behind it when a change was counted last. A snapshot may bring the next one before a slate names its gesture. */
  readonly told: readonly SlateRow[];
  readonly changes: number;
  /** What the sentence before spoke of: the next one may speak of it again. */
  readonly counted: readonly EventId[];
}

/**
 * The newest slate as it may be seen: a list that the listener holds stands still, a row under a hand keeps its place,
 * what plays next is settled shortly before, and what was put back stands on top.
 */
export class OnScreen {
  readonly #taken = new TakenAway();
  readonly #mine = new Set<EventId>();
  /** The list that the listener froze, and how many of their gestures changed what lies behind it since. */
  #frozen: Frozen | null = null;
  #kept: KeptRow | null = null;
  #settled: SlateRow | null = null;
  /** The gesture that the slate before named. */
  #last: EventId | null = null;
  /** What was made last, and of what: the same object while nothing in it changes, so that nothing is drawn again for it. */
  #made: { readonly of: readonly [Slate, readonly LeftAt[], SlateRow | null]; readonly slate: Slate } | null = null;

  /** How many changes by hand wait behind a list that is held; null when none is. */
  get held(): number | null {
    return this.#frozen?.changes ?? null;
  }

  hold(slate: Slate | null): void {
    this.#frozen = slate && { rows: slate.rows, told: slate.rows, changes: 0, counted: handsIn(slate) ?? [] };
  }

  keep(row: KeptRow | null): void {
    this.#kept = row;
  }

  settle(next: TrackId | null, rows: readonly SlateRow[]): void {
    if (next === (this.#settled?.track.trackId ?? null)) return;
    this.#settled = rows.find((row) => row.track.trackId === next) ?? null;
  }

  /** Something that this page's listener did. */
  heard(event: EventId, act: Act): void {
    this.#mine.add(event);
    for (const oldest of this.#mine) if (this.#mine.size > MAX_MINE) this.#mine.delete(oldest);
    this.#taken.heard(event, act);
    if (this.#settled && this.#taken.has(this.#settled)) this.#settled = null;
  }

  /** The server refused one; `again`: what it should have taken back. */
  refused(isIt: (event: EventId) => boolean, again: { readonly event: EventId; readonly act: Act } | null): void {
    this.#taken.refused(isIt);
    if (again) this.#taken.heard(again.event, again.act);
  }

  /** `before` is what is seen until now. */
  show(before: Slate | null, newest: Slate, putBack: readonly LeftAt[], { connection, waiting }: ClientState): Slate {
    // The list itself says by now what was taken away.
    if (!this.#frozen && connection === 'live' && waiting === 0) this.#taken.clear();
    const removed = this.#removedElsewhere(newest);
    if (removed) this.#settled = null;
    const live = this.#aboveAll(newest, putBack);
    const isGone = (row: SlateRow) => this.#taken.has(row);
    if (this.#frozen) {
      this.#frozen = withChanges(this.#frozen, live);
      const left = frozenRows(this.#frozen.rows, live, isGone);
      if (left.length > 0 && !removed) return { ...live, rows: left };
      this.#frozen = null;
    }
    // Nobody answers, and the hand is obeyed all the same.
    const rows = connection === 'offline' ? frozenRows(live.rows, live, isGone) : live.rows;
    const placed = before && this.#kept ? keptInPlace(before.rows, rows, this.#kept) : rows;
    return sameOrder(placed, live.rows) ? live : { ...live, rows: placed };
  }

  /** What stands above the order: what undone skips put back, and the track that is settled to play next. */
  #aboveAll(live: Slate, putBack: readonly LeftAt[]): Slate {
    if (putBack.length === 0 && !this.#settled) return live;
    const of = [live, putBack, this.#settled] as const;
    if (this.#made?.of.every((one, i) => one === of[i])) return this.#made.slate;
    const yours = withPutBack(live.yours, putBack);
    const above = new Set(yours.map((row) => row.track.trackId));
    const next = this.#settled && !above.has(this.#settled.track.trackId) ? [this.#settled] : [];
    for (const row of next) above.add(row.track.trackId);
    const slate = { ...live, yours, rows: [...next, ...live.rows.filter((row) => !above.has(row.track.trackId))] };
    this.#made = { of, slate };
    return slate;
  }

  /** Something was taken away in another tab, and nobody here can tell which row: what was removed never stays. */
  #removedElsewhere({ heard }: Slate): boolean {
    const isNew = heard !== null && heard.event !== this.#last;
    if (isNew) this.#last = heard.event;
    return isNew && REMOVES.has(heard.type) && !this.#mine.has(heard.event);
  }
}

/** What plays and ends changes the order too, and is no change that the listener waits for. */
function withChanges(frozen: Frozen, live: Slate): Frozen {
  const hands = handsIn(live) ?? [];
  const fresh = hands.filter((event) => !frozen.counted.includes(event));
  if (fresh.length === 0) return frozen;
  if (sameOrder(frozen.told, live.rows)) return { ...frozen, counted: hands };
  return { ...frozen, told: live.rows, changes: frozen.changes + fresh.length, counted: hands };
}

/** What the listener did by hand that a slate names; null where it names nothing of theirs. */
function handsIn({ heard }: Slate): readonly EventId[] | null {
  const hand = byHand(heard);
  return hand && gesturesOf(hand);
}

const sameOrder = (a: readonly SlateRow[], b: readonly SlateRow[]): boolean =>
  a.length === b.length && a.every((row, place) => row.track.trackId === b[place]?.track.trackId);
