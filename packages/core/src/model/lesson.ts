import type { Act, TrackId } from '../events/index.ts';

/** What one act says of one track. */
export interface Lesson {
  readonly trackId: TrackId;
  /** What u·v should have been: 1 loved .. -1 rejected. */
  readonly target: number;
  /** How much it counts, 1 for a track heard to its end. */
  readonly weight: number;
  /** Whether it counts as a listen for co-listening and popularity. */
  readonly listened: boolean;
}

/** Past this share a skipped track was more liked than not. */
const NEUTRAL_HEARD = 0.5;

/**
 * Positive and negative lessons by gesture and heard fraction; null where an act says nothing of a track's merit.
 * A skip after two seconds is a clear no; one in the last bars hardly is.
 */
export function lessonOf(act: Act, strength = 1): Lesson | null {
  switch (act.type) {
    case 'complete':
      return {
        trackId: act.trackId,
        target: 1,
        weight: strength,
        listened: true,
      };
    case 'skip': {
      const target = Math.max(-0.6, Math.min(0.6, (act.heardFraction - NEUTRAL_HEARD) * 1.2));
      return {
        trackId: act.trackId,
        target,
        weight: (1 - 0.4 * act.heardFraction) * strength,
        listened: act.heardFraction > NEUTRAL_HEARD,
      };
    }
    case 'like':
      return {
        trackId: act.trackId,
        target: 1,
        weight: 1.6 * strength,
        listened: true,
      };
    case 'more':
      return {
        trackId: act.trackId,
        target: 1,
        weight: 1.4 * strength,
        listened: true,
      };
    case 'queue':
    case 'pin':
      return {
        trackId: act.trackId,
        target: 0.8,
        weight: 0.6 * strength,
        listened: false,
      };
    case 'play':
    case 'click':
      return {
        trackId: act.trackId,
        target: 0.5,
        weight: 0.25 * strength,
        listened: false,
      };
    case 'dislike':
      return {
        trackId: act.trackId,
        target: -0.8,
        weight: 1.4 * strength,
        listened: false,
      };
    case 'unlike':
      return {
        trackId: act.trackId,
        target: 0,
        weight: 0.5 * strength,
        listened: false,
      };
    case 'block':
      return act.subject.kind === 'track'
        ? {
            trackId: act.subject.id,
            target: -1,
            weight: 1.6 * strength,
            listened: false,
          }
        : null;
    case 'unblock':
    case 'unqueue':
    case 'unpin':
    case 'move':
    case 'tune':
    case 'profile':
    case 'undo':
    case 'erase':
    case 'impression':
    case 'seek':
      return null;
  }
}
