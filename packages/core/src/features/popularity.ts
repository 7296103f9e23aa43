import type { Signal } from './signal.ts';

const WEIGHT = 0.45;

/** Decayed listens, on a log scale against the most heard track; matters less the better the listener is known. */
export const popularity: Signal = {
  name: 'popularity',
  group: 'popular',
  score: ({ model, mostListens, confidence }, rows, out) => {
    const scale = (WEIGHT * (1 - 0.6 * confidence)) / Math.log1p(mostListens);
    for (let i = 0; i < rows.length; i++) out[i] = scale * Math.log1p(model.popularityAt(rows[i]!));
  },
};
