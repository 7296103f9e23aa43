import { addToDecayedSum, DECAYED_SUM_SLOTS, readDecayedSum } from '../decayed-sum.ts';
import type { TrackFeature } from '../stream-feature.ts';
import { percent } from '../words.ts';
import { endsPlay } from './track-ends.ts';

const WINDOW_MS = 7 * 24 * 60 * 60_000;
/** Two plays that were half skipped stand before the first real one: one skip is not yet a rate of 1. */
const PRIOR_PLAYS = 2;
const PRIOR_SKIPS = 1;

/** How likely anybody is to skip the track. */
export const skipRate: TrackFeature = {
  name: 'track-skip-rate',
  entity: 'track',
  window: { kind: 'time', ms: WINDOW_MS },
  type: 'share',
  livesMs: null,
  title: "Share of the last week's plays that were skipped",
  says: (value) => `${percent(value)} of the last week's plays skipped`,
  slots: 2 * DECAYED_SUM_SLOTS,
  step(slots, at, happening) {
    if (!endsPlay(happening)) return;
    const { type, by, atMs } = happening;
    if (type === 'skip') addToDecayedSum(slots, at, by, atMs, WINDOW_MS);
    addToDecayedSum(slots, at + DECAYED_SUM_SLOTS, by, atMs, WINDOW_MS);
  },
  read(slots, at, { nowMs }) {
    const skips = readDecayedSum(slots, at, nowMs, WINDOW_MS);
    const plays = readDecayedSum(slots, at + DECAYED_SUM_SLOTS, nowMs, WINDOW_MS);
    return (skips + PRIOR_SKIPS) / (plays + PRIOR_PLAYS);
  },
};
