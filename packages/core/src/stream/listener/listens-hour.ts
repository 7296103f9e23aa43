import { addToDecayedSum, DECAYED_SUM_SLOTS, readDecayedSum } from '../decayed-sum.ts';
import type { ListenerFeature } from '../stream-feature.ts';
import { times } from '../words.ts';

const WINDOW_MS = 60 * 60_000;

/** Tracks that ended or were skipped: the pace of listening. */
export const listensHour: ListenerFeature = {
  name: 'listens-hour',
  entity: 'listener',
  window: { kind: 'time', ms: WINDOW_MS },
  type: 'count',
  livesMs: null,
  title: 'Tracks heard or skipped in the last hour',
  says: (value) => `${times(value, 'track', 'tracks')} heard or skipped in the last hour`,
  slots: DECAYED_SUM_SLOTS,
  step(slots, at, { heardFraction, atMs }) {
    if (heardFraction !== null) addToDecayedSum(slots, at, 1, atMs, WINDOW_MS);
  },
  read: (slots, at, { nowMs }) => readDecayedSum(slots, at, nowMs, WINDOW_MS),
};
