import type { Act, EventId, Position } from '@segue/core/events';
import { covered, SILENT } from './wire.ts';

/** As many as the outbox holds, and some that are acked and not yet covered. */
const MOST_KEPT = 5_500;

interface Waiting {
  readonly event: EventId;
  /** Where the log has it; null until it is acked. */
  readonly position: Position | null;
}

/**
 * This page's gestures that the shown slate does not cover yet, by their place in the log: a slate names only the last
 * event that it heard, and that may be another tab's, or one that came after the one that is waited for.
 */
export class Unheard {
  #waiting: readonly Waiting[] = [];
  #covers: Position | null = null;
  #events: readonly EventId[] = [];

  /** Oldest first; the same array until something in it changes. */
  get events(): readonly EventId[] {
    return this.#events;
  }

  made(event: EventId, act: Act): void {
    if (!SILENT.has(act.type)) this.#set([...this.#waiting, { event, position: null }].slice(-MOST_KEPT));
  }

  /** The log has it. */
  acked(event: EventId, position: Position): void {
    this.#set(this.#waiting.map((one) => (one.event === event ? { event, position } : one)));
  }

  /** It was refused or given up: nothing will ever be heard of it. */
  drop(events: ReadonlySet<EventId>): void {
    this.#set(this.#waiting.filter(({ event }) => !events.has(event)));
  }

  /** A slate is shown that covers the log up to here. */
  slate(covers: Position | null): void {
    this.#covers = covers;
    this.#set(this.#waiting);
  }

  #set(waiting: readonly Waiting[]): void {
    const left = waiting.filter(({ position }) => !position || !covered(this.#covers, position));
    if (left.length !== this.#events.length || left.some(({ event }, i) => event !== this.#events[i])) {
      this.#events = left.map(({ event }) => event);
    }
    this.#waiting = left;
  }
}
