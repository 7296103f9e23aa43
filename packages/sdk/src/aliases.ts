import type { EventId } from '@segue/core/events';

const MOST_KEPT = 1_000;

/** Gestures that are sent under another id than their caller was given: both names, and the way between them. */
export class Aliases {
  readonly #events = new Map<EventId, EventId>();
  readonly #givens = new Map<EventId, EventId>();

  add(given: EventId, event: EventId): void {
    const before = this.#events.get(given);
    if (before) this.#givens.delete(before);
    this.#events.set(given, event);
    this.#givens.set(event, given);
    if (this.#events.size <= MOST_KEPT) return;
    for (const [oldest, name] of this.#events) {
      this.#events.delete(oldest);
      this.#givens.delete(name);
      return;
    }
  }

  /** What the server calls it. */
  eventOf(given: EventId): EventId {
    return this.#events.get(given) ?? given;
  }

  /** What the caller of `gesture` calls it. */
  givenOf(event: EventId): EventId {
    return this.#givens.get(event) ?? event;
  }
}
