import { type EventId, eventIdOf, type ListenEvent, type ListenerId } from '@segue/core/events';

export interface LeftOut {
  /** Whether an undo took the event back, or its listener erased what was held of them. @param place of the event, from 0. */
  has(event: ListenEvent, place: number): boolean;
}

/** What of a log is not to be told on: run through once, so that what an event of the end takes back is left out from the beginning. */
export function leftOutOf(events: Iterable<ListenEvent>): LeftOut {
  const undos: { readonly event: string; readonly takesBack: string }[] = [];
  const erasedAt = new Map<ListenerId, number>();
  let place = -1;
  for (const event of events) {
    place++;
    const { act, listenerId } = event;
    if (act.type === 'undo') undos.push({ event: ofOne(listenerId, eventIdOf(event)), takesBack: ofOne(listenerId, act.event) });
    else if (act.type === 'erase') erasedAt.set(listenerId, place);
  }
  const undone = new Set<string>();
  // Newest first: an undo that was itself undone takes nothing back.
  for (const { event, takesBack } of undos.toReversed()) if (!undone.has(event)) undone.add(takesBack);
  return {
    has: (event, at) => undone.has(ofOne(event.listenerId, eventIdOf(event))) || at < (erasedAt.get(event.listenerId) ?? -1),
  };
}

/** An outbox may be shared, as that of all simulated listeners is; an undo reaches its own listener's events. */
const ofOne = (listener: ListenerId, event: EventId): string => `${listener}/${event}`;
