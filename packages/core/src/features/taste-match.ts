import { DIMENSIONS, dot } from '../model/index.ts';
import type { Signal } from './signal.ts';

const WEIGHT = 0.9;
/** Where the long-term fit knows what the listener enjoyed it says the same better: factors are for whom and what is new. */
const WEIGHT_BESIDE_LONG_TERM = 0.3;

/** Matrix factorisation: how near the track's vector is to the listener's place. */
export const tasteMatch: Signal = {
  name: 'taste-match',
  group: 'taste',
  prepare: ({ model, place, lasting }) => {
    const { matrix } = model;
    const weight = lasting.byWeight.most > 0 ? WEIGHT_BESIDE_LONG_TERM : WEIGHT;
    return (row) => weight * Math.max(-1, Math.min(1, dot(place, matrix, row * DIMENSIONS)));
  },
};
