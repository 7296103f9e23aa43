import type { ListenEvent } from './gesture.ts';
import { type EventId, eventIdOf, type ListenerId } from './ids.ts';

export interface LeftOut {
  /** Whether an undo took the event back, or its listener erased what was held of them. @param place of the event, from 0. */
  has(event: ListenEvent, place: number): boolean;
}

/** What of a log is not to be told on: told of all of it once, so that what an event of the end takes back is left out from the beginning. */
export class LeftOutOfLog {
  readonly #undos: { readonly event: string; readonly takesBack: string }[] = [];
  readonly #erasedAt = new Map<ListenerId, number>();
  #place = -1;

  /** The next event of the log. */
  note(event: ListenEvent): void {
    this.#place++;
    const { act, listenerId } = event;
    if (act.type === 'undo') this.#undos.push({ event: ofOne(listenerId, eventIdOf(event)), takesBack: ofOne(listenerId, act.event) });
    else if (act.type === 'erase') this.#erasedAt.set(listenerId, this.#place);
  }

  known(): LeftOut {
    const undone = new Set<string>();
    // Newest first: an undo that was itself undone takes nothing back.
    for (const { event, takesBack } of this.#undos.toReversed()) if (!undone.has(event)) undone.add(takesBack);
    return {
      has: (event, at) => undone.has(ofOne(event.listenerId, eventIdOf(event))) || at < (this.#erasedAt.get(event.listenerId) ?? -1),
    };
  }
}

export function leftOutOf(events: Iterable<ListenEvent>): LeftOut {
  const left = new LeftOutOfLog();
  for (const event of events) left.note(event);
  return left.known();
}

/** An outbox may be shared, as that of all simulated listeners is; an undo reaches its own listener's events. */
const ofOne = (listener: ListenerId, event: EventId): string => `${listener}/${event}`;
