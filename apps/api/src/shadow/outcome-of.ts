import type { Act, TrackId } from '@segue/core/events';
import type { Label } from '@segue/core/rankers';

/** A skip before that much was heard is early; one after it is neither yes nor no. */
export const EARLY = 0.5;
/** Who skips within so long was not met by the row. */
const SOON_SECONDS = 30;

/** How a play ended. */
export const ENDS = ['heard-out', 'skipped-soon', 'left'] as const;
export type End = (typeof ENDS)[number];

export interface PlayOutcome {
  readonly track: TrackId;
  /** Heard out or liked, against turned away from; null where it says neither. */
  readonly label: Label | null;
  /** Null where it plays on. */
  readonly end: End | null;
}

/** What an act says about a track that was played, which lasts so many seconds. */
export function outcomeOf(act: Act, secondsOf: (track: TrackId) => number): PlayOutcome | null {
  switch (act.type) {
    case 'complete':
      return { track: act.trackId, label: 1, end: 'heard-out' };
    case 'like':
      return { track: act.trackId, label: 1, end: null };
    case 'skip': {
      const isSoon = act.heardFraction * secondsOf(act.trackId) < SOON_SECONDS;
      return { track: act.trackId, label: act.heardFraction < EARLY ? 0 : null, end: isSoon ? 'skipped-soon' : 'left' };
    }
    case 'dislike':
      return { track: act.trackId, label: 0, end: null };
    case 'block':
      return act.subject.kind === 'track' ? { track: act.subject.id, label: 0, end: 'left' } : null;
    default:
      return null;
  }
}
