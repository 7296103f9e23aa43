import { addToDecayedSum, DECAYED_SUM_SLOTS, readDecayedSum } from '../decayed-sum.ts';
import type { TrackFeature } from '../stream-feature.ts';
import { times } from '../words.ts';

const WINDOW_MS = 60 * 60_000;

/** Skips by anybody. */
export const skipsHour: TrackFeature = {
  name: 'track-skips-hour',
  entity: 'track',
  window: { kind: 'time', ms: WINDOW_MS },
  type: 'count',
  livesMs: null,
  title: 'Skips of the track in the last hour',
  says: (value) => `${times(value, 'skip', 'skips')} in the last hour`,
  slots: DECAYED_SUM_SLOTS,
  step(slots, at, { type, by, atMs }) {
    if (type === 'skip') addToDecayedSum(slots, at, by, atMs, WINDOW_MS);
  },
  read: (slots, at, { nowMs }) => readDecayedSum(slots, at, nowMs, WINDOW_MS),
};
