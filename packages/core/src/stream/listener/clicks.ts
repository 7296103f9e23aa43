import { addToDecayedSum, DECAYED_SUM_SLOTS, readDecayedSum } from '../decayed-sum.ts';
import type { ListenerFeature } from '../stream-feature.ts';
import { times } from '../words.ts';

const WINDOW_MS = 5 * 60_000;

/** How busy the listener's hand is: somebody who clicks a lot is looking for something. */
export const clicks: ListenerFeature = {
  name: 'clicks',
  entity: 'listener',
  window: { kind: 'time', ms: WINDOW_MS },
  type: 'count',
  livesMs: null,
  title: 'Rows clicked in the last minutes',
  says: (value) => `${times(value, 'row', 'rows')} clicked in the last five minutes`,
  slots: DECAYED_SUM_SLOTS,
  step(slots, at, { act, atMs }) {
    if (act.type === 'click') addToDecayedSum(slots, at, 1, atMs, WINDOW_MS);
  },
  read: (slots, at, { nowMs }) => readDecayedSum(slots, at, nowMs, WINDOW_MS),
};
