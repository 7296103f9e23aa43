import { isInSession, SESSION_GAP_MS } from '../session-gap.ts';
import type { ListenerFeature } from '../stream-feature.ts';
import { percent } from '../words.ts';

/** How often this sitting's tracks were turned away: a mood that the list has not met yet. */
export const sessionSkips: ListenerFeature = {
  name: 'session-skips',
  entity: 'session',
  window: { kind: 'session' },
  type: 'share',
  livesMs: SESSION_GAP_MS,
  title: "Share of the session's tracks that were skipped",
  says: (value) => `${percent(value)} skipped in this session`,
  slots: 2,
  step(slots, at, { act, heardFraction }) {
    if (heardFraction === null) return;
    if (act.type === 'skip') slots[at]!++;
    slots[at + 1]!++;
  },
  read: (slots, at, moment) => (slots[at + 1]! > 0 && isInSession(moment) ? slots[at]! / slots[at + 1]! : 0),
};
