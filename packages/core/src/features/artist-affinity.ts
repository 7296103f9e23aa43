import type { Signal } from './signal.ts';

const WEIGHT = 0.4;

/** How much the listener has lately liked this artist. */
export const artistAffinity: Signal = {
  name: 'artist-affinity',
  group: 'artist',
  prepare: ({ model, listener }) => {
    return (row) => {
      const liking = listener.artists.get(model.trackAt(row).artistId);
      return liking === undefined ? 0 : WEIGHT * Math.tanh(liking / 2);
    };
  },
};
