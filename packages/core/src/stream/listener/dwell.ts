import { addToRunningMean, RUNNING_MEAN_SLOTS, readRunningMean } from '../running-mean.ts';
import type { ListenerFeature } from '../stream-feature.ts';
import { percent } from '../words.ts';

const WINDOW = 6;

/** How long the listener stays with a track, lately. */
export const dwell: ListenerFeature = {
  name: 'dwell',
  entity: 'listener',
  window: { kind: 'tracks', count: WINDOW },
  type: 'share',
  livesMs: null,
  title: 'Share heard of the last tracks',
  says: (value) => `${percent(value)} heard of the last few tracks`,
  slots: RUNNING_MEAN_SLOTS,
  step(slots, at, { heardFraction }) {
    if (heardFraction !== null) addToRunningMean(slots, at, heardFraction, WINDOW);
  },
  read: (slots, at) => readRunningMean(slots, at, 0.5),
};
