import type { Signal } from './signal.ts';

const ENERGY_WEIGHT = 0.9;
const DISCOVER_WEIGHT = 0.5;
const LIKED_GENRE = 0.5;

/** The two sliders, as far as they are from the middle: calm or energetic, familiar or new to this listener. */
export const tuning: Signal = {
  name: 'tuning',
  group: 'tuned',
  score: ({ model, listener }, rows, out) => {
    const energy = (listener.tune.energy - 0.5) * 2;
    const discover = (listener.tune.discover - 0.5) * 2;
    if (energy === 0 && discover === 0) return;
    const { columns } = model;
    const heard = new Set<number>();
    for (const { artistId } of listener.recent) heard.add(columns.artistNumber(artistId));
    for (const [artist, liking] of listener.artists) if (liking > 0) heard.add(columns.artistNumber(artist));
    const liked = new Set<number>();
    for (const [genre, liking] of listener.genres) if (liking > LIKED_GENRE) liked.add(columns.genreNumber(genre));
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const familiar = heard.has(columns.artist[row]!) ? 1 : liked.has(columns.genre[row]!) ? 0.2 : -1;
      out[i] = ENERGY_WEIGHT * energy * (columns.energy[row]! - 0.5) * 2 - DISCOVER_WEIGHT * discover * familiar;
    }
  },
};
