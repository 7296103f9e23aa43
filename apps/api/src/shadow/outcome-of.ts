import type { Act, TrackId } from '@segue/core/events';
import type { Label } from '@segue/core/rankers';

/** A skip before that much was heard is early; one after it is neither yes nor no. */
export const EARLY = 0.5;

/** What an act says about a track that was played: heard out, turned away from, or nothing. */
export function outcomeOf(act: Act): { readonly track: TrackId; readonly label: Label } | null {
  switch (act.type) {
    case 'complete':
    case 'like':
      return { track: act.trackId, label: 1 };
    case 'skip':
      return act.heardFraction < EARLY ? { track: act.trackId, label: 0 } : null;
    case 'dislike':
      return { track: act.trackId, label: 0 };
    case 'block':
      return act.subject.kind === 'track' ? { track: act.subject.id, label: 0 } : null;
    default:
      return null;
  }
}
