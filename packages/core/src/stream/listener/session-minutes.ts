import { isInSession, SESSION_GAP_MS } from '../session-gap.ts';
import type { ListenerFeature } from '../stream-feature.ts';
import { times } from '../words.ts';

/** How long this sitting goes on. */
export const sessionMinutes: ListenerFeature = {
  name: 'session-minutes',
  entity: 'session',
  window: { kind: 'session' },
  type: 'minutes',
  livesMs: SESSION_GAP_MS,
  title: 'Length of the session so far',
  says: (value) => `listening for ${times(value, 'minute', 'minutes')}`,
  slots: 0,
  step() {},
  read: (_slots, _at, moment) => (isInSession(moment) ? Math.max(0, moment.nowMs - moment.sessionStartMs) / 60_000 : 0),
};
