import { addToDecayedSum, DECAYED_SUM_SLOTS, readDecayedSum } from '../decayed-sum.ts';
import type { TrackFeature } from '../stream-feature.ts';
import { times } from '../words.ts';
import { endsPlay } from './track-ends.ts';

const WINDOW_MS = 7 * 24 * 60 * 60_000;

/** Plays by anybody, heard out or skipped: how well the track is known. */
export const playsWeek: TrackFeature = {
  name: 'track-plays-week',
  entity: 'track',
  window: { kind: 'time', ms: WINDOW_MS },
  type: 'count',
  livesMs: null,
  title: 'Plays of the track in the last week',
  says: (value) => `${times(value, 'play', 'plays')} in the last week`,
  slots: DECAYED_SUM_SLOTS,
  step(slots, at, happening) {
    if (endsPlay(happening)) addToDecayedSum(slots, at, happening.by, happening.atMs, WINDOW_MS);
  },
  read: (slots, at, { nowMs }) => readDecayedSum(slots, at, nowMs, WINDOW_MS),
};
