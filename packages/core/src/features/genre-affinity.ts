import type { Signal } from './signal.ts';

const WEIGHT = 0.75;

/** How much the listener has lately liked the track's genres; below zero for what they turn away from. */
export const genreAffinity: Signal = {
  name: 'genre-affinity',
  group: 'genre',
  prepare: ({ model, listener }) => {
    const told = new Set(listener.profile.genres);
    return (row) => {
      const { genres } = model.trackAt(row);
      let sum = 0;
      for (let i = 0; i < genres.length && i < 3; i++) {
        const genre = genres[i]!;
        sum += ((listener.genres.get(genre) ?? 0) + (told.has(genre) ? 0.5 : 0)) / (i + 1);
      }
      return WEIGHT * Math.tanh(sum / 2.5);
    };
  },
};
