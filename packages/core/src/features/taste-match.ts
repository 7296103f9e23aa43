import { DIMENSIONS, dot } from '../model/index.ts';
import type { Signal } from './signal.ts';

const WEIGHT = 0.9;
/** Where the long-term fit knows what the listener enjoyed it says the same better, the more so after a pause: factors are for whom and what is new. */
const WEIGHT_BESIDE_LONG_TERM = 0.3;

/** Matrix factorisation: how near the track's vector is to the listener's place. */
export const tasteMatch: Signal = {
  name: 'taste-match',
  group: 'taste',
  score: ({ model: { matrix }, place, lasting, presence }, rows, out) => {
    const weight = lasting.byWeight.most > 0 ? WEIGHT_BESIDE_LONG_TERM * presence : WEIGHT;
    if (weight === 0) return;
    for (let i = 0; i < rows.length; i++) out[i] = weight * Math.max(-1, Math.min(1, dot(place, matrix, rows[i]! * DIMENSIONS)));
  },
};
