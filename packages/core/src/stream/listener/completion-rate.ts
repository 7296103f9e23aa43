import { addToRunningMean, RUNNING_MEAN_SLOTS, readRunningMean } from '../running-mean.ts';
import type { ListenerFeature } from '../stream-feature.ts';
import { percent } from '../words.ts';

const WINDOW = 20;

/** How often the listener hears a track out: some skip all day and like what they hear. */
export const completionRate: ListenerFeature = {
  name: 'completion-rate',
  entity: 'listener',
  window: { kind: 'tracks', count: WINDOW },
  type: 'share',
  livesMs: null,
  title: 'Share of tracks heard out',
  says: (value) => `${percent(value)} of the last tracks heard out`,
  slots: RUNNING_MEAN_SLOTS,
  step(slots, at, { act, heardFraction }) {
    if (heardFraction !== null) addToRunningMean(slots, at, act.type === 'complete' ? 1 : 0, WINDOW);
  },
  read: (slots, at) => readRunningMean(slots, at, 0.5),
};
