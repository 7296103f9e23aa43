import type { Act, ArtistId, EventId, ListenEvent, TrackId } from '@segue/core/events';
import type { HistoryEntry } from '@segue/core/ports';

type Kept =
  | { readonly kind: 'track'; readonly id: TrackId; readonly type: HistoryEntry['type'] }
  | { readonly kind: 'artist'; readonly id: ArtistId; readonly type: 'block' | 'unblock' }
  | { readonly kind: 'event'; readonly id: EventId; readonly type: 'undo' };

/** What an act that is kept was done to; null for the other acts. */
export function subjectOf(act: Act): Kept | null {
  switch (act.type) {
    case 'play':
    case 'skip':
    case 'complete':
    case 'like':
    case 'unlike':
    case 'dislike':
      return { kind: 'track', id: act.trackId, type: act.type };
    case 'block':
    case 'unblock':
      return act.subject.kind === 'track'
        ? { kind: 'track', id: act.subject.id, type: act.type }
        : { kind: 'artist', id: act.subject.id, type: act.type };
    case 'undo':
      return { kind: 'event', id: act.event, type: 'undo' };
    case 'click':
    case 'more':
    case 'queue':
    case 'unqueue':
    case 'pin':
    case 'unpin':
    case 'move':
    case 'tune':
    case 'profile':
    case 'erase':
    case 'impression':
    case 'seek':
      return null;
  }
}

/**
 * Whether the projection keeps an event. Simulated listeners and probes are nobody who reads a history, and there are
 * many of them: they leave nothing. An import without times keeps what somebody said (likes, blocks) and not what they
 * heard, since a history has to say when.
 */
export function isKept(event: ListenEvent): boolean {
  const subject = subjectOf(event.act);
  if (!subject || event.origin === 'simulated' || event.origin === 'probe') return false;
  return !(event.timeless && LISTENS.has(subject.type));
}

/** Acts that say what was heard; the other kept ones say what is wanted, and decide what stands. */
export const LISTENS: ReadonlySet<string> = new Set(['play', 'skip', 'complete']);
