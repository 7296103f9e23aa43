import { DIMENSIONS, dot } from '../model/index.ts';
import type { Signal } from './signal.ts';

const WEIGHT = 0.9;

/** Matrix factorisation: how near the track's vector is to the listener's place. */
export const tasteMatch: Signal = {
  name: 'taste-match',
  group: 'taste',
  prepare: ({ model, place }) => {
    const { matrix } = model;
    return (row) => WEIGHT * Math.max(-1, Math.min(1, dot(place, matrix, row * DIMENSIONS)));
  },
};
