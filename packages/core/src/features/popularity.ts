import type { Signal } from './signal.ts';

const WEIGHT = 0.45;

/** Decayed listens, on a log scale against the most heard track; matters less the better the listener is known. */
export const popularity: Signal = {
  name: 'popularity',
  group: 'popular',
  prepare: ({ model, mostListens, confidence }) => {
    const weight = WEIGHT * (1 - 0.6 * confidence);
    const scale = Math.log1p(mostListens);
    return (row) => (weight * Math.log1p(model.popularityAt(row))) / scale;
  },
};
