import { type EventId, eventIdOf, type ListenEvent, type ListenerId } from '@segue/core/events';

/** At a thousand gestures a second those of twenty seconds: who sends again does so sooner. */
const MOST = 20_000;

/** What was sent twice is in the log twice, and learnt once: here too. The longest known are forgotten. */
export class EventsOnce {
  readonly #known = new Map<EventId, ListenerId>();

  /** Whether it comes for the first time, as far as is remembered. */
  isNew(event: ListenEvent): boolean {
    const id = eventIdOf(event);
    if (this.#known.has(id)) return false;
    this.#known.set(id, event.listenerId);
    if (this.#known.size > MOST) this.#known.delete(this.#known.keys().next().value!);
    return true;
  }

  forget(listener: ListenerId): void {
    for (const [id, of] of this.#known) if (of === listener) this.#known.delete(id);
  }
}
