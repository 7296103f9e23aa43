import { memo } from './memo.ts';
import type { Signal } from './signal.ts';

const WEIGHT = 0.75;
const MOST_GENRES = 3;
/** What a genre that was told counts, in likings: as much as a like while nothing else is known, and less the more is. */
const TOLD = 1.6;
const TOLD_BESIDE_GESTURES = 0.3;

/** How much the listener has lately liked the track's genres; below zero for what they turn away from. */
export const genreAffinity: Signal = {
  name: 'genre-affinity',
  group: 'genre',
  prepare: ({ model, listener, confidence }) => {
    const told = new Set(listener.profile.genres);
    const worth = TOLD + (TOLD_BESIDE_GESTURES - TOLD) * confidence;
    const ofGenres = memo((genres: readonly string[]) => {
      let sum = 0;
      for (const [i, genre] of genres.slice(0, MOST_GENRES).entries()) {
        sum += ((listener.genres.get(genre) ?? 0) + (told.has(genre) ? worth : 0)) / (i + 1);
      }
      return WEIGHT * Math.tanh(sum / 2.5);
    });
    // The model keeps one list for all tracks that have the same genres.
    return (row) => ofGenres(model.genresAt(row));
  },
};
