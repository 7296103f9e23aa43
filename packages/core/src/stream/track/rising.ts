import { addToDecayedSum, DECAYED_SUM_SLOTS, readDecayedSum } from '../decayed-sum.ts';
import type { TrackFeature } from '../stream-feature.ts';
import { about } from '../words.ts';
import { endsPlay } from './track-ends.ts';

const HOURS_MS = 3 * 60 * 60_000;
const DAYS_MS = 3 * 24 * 60 * 60_000;

/** Plays of the last hours against what the last days would lead one to expect, in doublings. */
export const rising: TrackFeature = {
  name: 'track-rising',
  entity: 'track',
  window: { kind: 'time', ms: DAYS_MS },
  type: 'number',
  livesMs: null,
  title: 'Whether the track is on the rise, in doublings',
  says: (value) =>
    value >= 0 ? `${about(2 ** value)} times the plays of a usual hour` : `${about(2 ** -value)} times less than in a usual hour`,
  slots: 2 * DECAYED_SUM_SLOTS,
  step(slots, at, happening) {
    if (!endsPlay(happening)) return;
    addToDecayedSum(slots, at, happening.by, happening.atMs, HOURS_MS);
    addToDecayedSum(slots, at + DECAYED_SUM_SLOTS, happening.by, happening.atMs, DAYS_MS);
  },
  read(slots, at, { nowMs }) {
    const lately = readDecayedSum(slots, at, nowMs, HOURS_MS);
    const usually = (readDecayedSum(slots, at + DECAYED_SUM_SLOTS, nowMs, DAYS_MS) * HOURS_MS) / DAYS_MS;
    return Math.log2((lately + 1) / (usually + 1));
  },
};
