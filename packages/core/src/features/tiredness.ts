import type { Signal } from './signal.ts';

const SHOWN_WEIGHT = 0.25;
const DISLIKED_WEIGHT = 1.5;
const HEARD_WEIGHT = 0.5;

/** Shown often and never taken, heard a while ago, or disliked: not now. */
export const tiredness: Signal = {
  name: 'tiredness',
  group: 'tired',
  prepare: ({ model, listener, fatigue }) => {
    const heard = new Set(listener.recent.map((listen) => listen.trackId));
    return (row) => {
      const { id } = model.trackAt(row);
      const shown = fatigue.get(id) ?? 0;
      return (
        -(shown > 0 ? SHOWN_WEIGHT * (1 - Math.exp(-shown / 6)) : 0) -
        (heard.has(id) ? HEARD_WEIGHT : 0) -
        (listener.disliked.has(id) ? DISLIKED_WEIGHT : 0)
      );
    };
  },
};
