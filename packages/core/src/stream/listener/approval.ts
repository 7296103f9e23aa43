import { addToDecayedSum, DECAYED_SUM_SLOTS } from '../decayed-sum.ts';
import type { ListenerFeature } from '../stream-feature.ts';
import { times } from '../words.ts';

const WINDOW_MS = 24 * 60 * 60_000;

/** Spoken yes less spoken no: likes and more of this against dislikes and blocks. */
export const approval: ListenerFeature = {
  name: 'approval',
  entity: 'listener',
  window: { kind: 'time', ms: WINDOW_MS },
  type: 'number',
  livesMs: null,
  title: 'Likes less dislikes in the last day',
  says: (value) => {
    const [more, than] = value < 0 ? ['dislike', 'likes'] : ['like', 'dislikes'];
    return `${times(Math.abs(value), `more ${more}`, `more ${more}s`)} than ${than} in the last day`;
  },
  slots: DECAYED_SUM_SLOTS,
  step(slots, at, { act, atMs }) {
    if (act.type === 'like' || act.type === 'more') addToDecayedSum(slots, at, 1, atMs, WINDOW_MS);
    else if (act.type === 'dislike' || act.type === 'block') addToDecayedSum(slots, at, -1, atMs, WINDOW_MS);
  },
  // Not `readDecayedSum`: below 0 is a value here.
  read: (slots, at, { nowMs }) => slots[at]! * Math.exp(Math.min(0, slots[at + 1]! - nowMs) / WINDOW_MS),
};
