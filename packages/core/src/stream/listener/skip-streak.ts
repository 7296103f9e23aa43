import { isInSession, SESSION_GAP_MS } from '../session-gap.ts';
import type { ListenerFeature } from '../stream-feature.ts';
import { times } from '../words.ts';

const EARLY = 0.5;

/** Early skips one after the other: three are a cry for something else. */
export const skipStreak: ListenerFeature = {
  name: 'skip-streak',
  entity: 'session',
  window: { kind: 'session' },
  type: 'count',
  livesMs: SESSION_GAP_MS,
  title: 'Early skips one after the other',
  says: (value) => (value === 0 ? 'the last track was not skipped early' : `${times(value, 'early skip', 'early skips')} in a row`),
  slots: 1,
  step(slots, at, { act, heardFraction }) {
    if (heardFraction === null) return;
    slots[at] = act.type === 'skip' && heardFraction < EARLY ? slots[at]! + 1 : 0;
  },
  read: (slots, at, moment) => (isInSession(moment) ? slots[at]! : 0),
};
