import type { Signal } from './signal.ts';

const WEIGHT = 0.4;

/** How much the listener has lately liked this artist. */
export const artistAffinity: Signal = {
  name: 'artist-affinity',
  group: 'artist',
  prepare: ({ model, listener }) => {
    return (row) => WEIGHT * Math.tanh((listener.artists.get(model.trackAt(row).artistId) ?? 0) / 2);
  },
};
