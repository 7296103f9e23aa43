import type { ListenerFeature } from '../stream-feature.ts';
import { times } from '../words.ts';

/** How widely liking is spread over genres: 0 for one genre, 2 for four that are liked alike. Read from the liking itself. */
export const genreEntropy: ListenerFeature = {
  name: 'genre-entropy',
  entity: 'listener',
  window: { kind: 'tracks', count: 50 },
  type: 'bits',
  livesMs: null,
  title: 'Breadth of taste: entropy of liking over genres',
  says: (value) => `as wide as ${times(2 ** value, 'genre', 'genres liked alike')}`,
  slots: 0,
  step() {},
  read(_slots, _at, { genres }) {
    let sum = 0;
    for (const liking of genres.values()) if (liking > 0) sum += liking;
    if (sum === 0) return 0;
    let bits = 0;
    for (const liking of genres.values()) if (liking > 0) bits -= (liking / sum) * Math.log2(liking / sum);
    // A single genre comes to -0.
    return Math.max(0, bits);
  },
};
