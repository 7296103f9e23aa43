import { isInSession, SESSION_GAP_MS } from '../session-gap.ts';
import type { ListenerFeature } from '../stream-feature.ts';
import { times } from '../words.ts';

/** Tracks that ended or were skipped in this sitting. */
export const sessionTracks: ListenerFeature = {
  name: 'session-tracks',
  entity: 'session',
  window: { kind: 'session' },
  type: 'count',
  livesMs: SESSION_GAP_MS,
  title: 'Tracks heard or skipped in the session',
  says: (value) => `${times(value, 'track', 'tracks')} in this session`,
  slots: 1,
  step(slots, at, { heardFraction }) {
    if (heardFraction !== null) slots[at]!++;
  },
  read: (slots, at, moment) => (isInSession(moment) ? slots[at]! : 0),
};
