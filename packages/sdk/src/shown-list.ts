import type { Act, EventId, Position, Slate } from '@segue/core/events';
import { alike } from './alike.ts';
import { applyPending, type Pending, stillPending } from './overlay.ts';
import { compareRevisions, SILENT } from './wire.ts';

/** Acts laid over the slate at most: as many as the outbox holds, and some that are acked and not yet covered. */
const MOST_PENDING = 5_500;

/** The newest slate and what the listener said since: together what is shown. */
export class ShownList {
  #base: Slate | null = null;
  #pending: readonly Pending[] = [];
  #shown: Slate | null = null;

  /** The same object until something in it changes. */
  get slate(): Slate | null {
    return this.#shown;
  }

  get pending(): readonly Pending[] {
    return this.#pending;
  }

  /** False if it is not newer than the one that stands: a fetched slate and a pushed one can cross (L4). */
  take(slate: Slate): boolean {
    if (this.#base) {
      const order = compareRevisions(slate.revision, this.#base.revision);
      // A snapshot may have come first: the push of the same revision still says what was heard.
      if (order < 0 || (order === 0 && (slate.heard === null || this.#base.heard !== null))) return false;
    }
    this.#base = alike(slate, this.#base);
    this.#set(stillPending(this.#pending, slate.covers));
    return true;
  }

  /** True if it shows. */
  lay(pending: Pending): boolean {
    if (!hasEffect(pending.act)) return false;
    if (this.#pending.some((one) => one.event === pending.event)) return true;
    this.#set([...this.#pending, pending].slice(-MOST_PENDING));
    return true;
  }

  /** What waited in the outbox before this page was opened stands before what was done on it. */
  layEarlier(earlier: readonly Pending[]): void {
    const known = new Set(this.#pending.map((one) => one.event));
    const fresh = earlier.filter(({ act, event }) => hasEffect(act) && !known.has(event));
    this.#set([...fresh, ...this.#pending].slice(-MOST_PENDING));
  }

  /** The log has it: it stays until a slate covers its place. */
  acked(event: EventId, position: Position): void {
    const placed = this.#pending.map((one) => (one.event === event ? { ...one, position } : one));
    this.#set(stillPending(placed, this.#base?.covers ?? null));
  }

  /** It was refused or given up: the list goes back to what it says without it. */
  drop(events: ReadonlySet<EventId>): void {
    this.#set(this.#pending.filter((one) => !events.has(one.event)));
  }

  #set(pending: readonly Pending[]): void {
    this.#pending = pending;
    this.#shown = this.#base && applyPending(this.#base, pending);
  }
}

/** Whether an act shows in a slate before the server has answered. */
const hasEffect = (act: Act): boolean => !SILENT.has(act.type) && act.type !== 'click' && act.type !== 'more' && act.type !== 'profile';
