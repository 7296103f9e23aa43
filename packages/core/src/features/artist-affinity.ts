import { RowScores, Scratch } from './row-scores.ts';
import type { Signal } from './signal.ts';

const WEIGHT = 0.4;

const scratch = new Scratch();

/** How much the listener has lately liked this artist. */
export const artistAffinity: Signal = {
  name: 'artist-affinity',
  group: 'artist',
  score: ({ model: { columns }, listener }, rows, out) => {
    const parts = new RowScores(scratch, columns.artists);
    for (const [id, liking] of listener.artists) {
      const number = columns.artistNumber(id);
      if (number >= 0) parts.add(number, WEIGHT * Math.tanh(liking / 2));
    }
    const { artist } = columns;
    for (let i = 0; i < rows.length; i++) out[i] = parts.at(artist[rows[i]!]!);
  },
};
