import { RowScores, Scratch } from './row-scores.ts';
import type { Signal } from './signal.ts';

const WEIGHT = 0.75;
const MOST_GENRES = 3;
/** What a genre that was told counts, in likings: as much as a like while nothing else is known, and less the more is. */
const TOLD = 1.6;
const TOLD_BESIDE_GESTURES = 0.3;

const scratch = new Scratch();

/** How much the listener has lately liked the track's genres; below zero for what they turn away from. */
export const genreAffinity: Signal = {
  name: 'genre-affinity',
  group: 'genre',
  score: ({ model: { columns }, listener, confidence }, rows, out) => {
    const told = new Set(listener.profile.genres);
    const worth = TOLD + (TOLD_BESIDE_GESTURES - TOLD) * confidence;
    const known = new RowScores(scratch, columns.genreLists);
    const learn = (list: number) => {
      let sum = 0;
      for (const [i, genre] of columns.genresOf(list).slice(0, MOST_GENRES).entries()) {
        sum += ((listener.genres.get(genre) ?? 0) + (told.has(genre) ? worth : 0)) / (i + 1);
      }
      known.add(list, WEIGHT * Math.tanh(sum / 2.5));
    };
    const { genres } = columns;
    for (let i = 0; i < rows.length; i++) {
      const list = genres[rows[i]!]!;
      if (!known.has(list)) learn(list);
      out[i] = known.at(list);
    }
  },
};
