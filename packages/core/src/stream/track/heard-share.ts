import { addToDecayedSum, DECAYED_SUM_SLOTS, readDecayedSum } from '../decayed-sum.ts';
import type { TrackFeature } from '../stream-feature.ts';
import { percent } from '../words.ts';
import { endsPlay } from './track-ends.ts';

const WINDOW_MS = 7 * 24 * 60 * 60_000;
/** One play that was half heard stands before the first real one. */
const PRIOR_PLAYS = 1;
const PRIOR_HEARD = 0.5;

/** How much of the track anybody hears. */
export const heardShare: TrackFeature = {
  name: 'track-heard-share',
  entity: 'track',
  window: { kind: 'time', ms: WINDOW_MS },
  type: 'share',
  livesMs: null,
  title: "Share heard of the track in the last week's plays",
  says: (value) => `${percent(value)} heard, over the last week's plays`,
  slots: 2 * DECAYED_SUM_SLOTS,
  step(slots, at, happening) {
    if (!endsPlay(happening)) return;
    const { heardFraction, by, atMs } = happening;
    addToDecayedSum(slots, at, by * heardFraction, atMs, WINDOW_MS);
    addToDecayedSum(slots, at + DECAYED_SUM_SLOTS, by, atMs, WINDOW_MS);
  },
  read(slots, at, { nowMs }) {
    const heard = readDecayedSum(slots, at, nowMs, WINDOW_MS);
    const plays = readDecayedSum(slots, at + DECAYED_SUM_SLOTS, nowMs, WINDOW_MS);
    return (heard + PRIOR_HEARD) / (plays + PRIOR_PLAYS);
  },
};
