import { addToRunningMean, RUNNING_MEAN_SLOTS } from '../running-mean.ts';
import type { ListenerFeature } from '../stream-feature.ts';
import { percent } from '../words.ts';

const LATELY = 3;
const BEFORE = 15;
const HEARD_AT_LEAST = 0.5;

/** Where the evening is going: the energy of the last tracks that were stayed with, less that of those before. */
export const energyTrend: ListenerFeature = {
  name: 'energy-trend',
  entity: 'listener',
  window: { kind: 'tracks', count: BEFORE },
  type: 'number',
  livesMs: null,
  title: 'Energy of what was heard lately, less that of before',
  says: (value) =>
    Math.abs(value) < 0.05
      ? 'steady'
      : value > 0
        ? `${percent(value)} more energetic than before`
        : `${percent(-value)} calmer than before`,
  slots: 2 * RUNNING_MEAN_SLOTS,
  step(slots, at, { heardFraction, energy }) {
    if (energy === null || heardFraction === null || heardFraction < HEARD_AT_LEAST) return;
    addToRunningMean(slots, at, energy, LATELY);
    addToRunningMean(slots, at + RUNNING_MEAN_SLOTS, energy, BEFORE);
  },
  read: (slots, at) => slots[at]! - slots[at + RUNNING_MEAN_SLOTS]!,
};
