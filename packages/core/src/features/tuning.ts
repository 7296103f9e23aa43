import type { Signal } from './signal.ts';

const ENERGY_WEIGHT = 0.9;
const DISCOVER_WEIGHT = 0.5;

/** The two sliders, as far as they are from the middle: calm or energetic, familiar or new to this listener. */
export const tuning: Signal = {
  name: 'tuning',
  group: 'tuned',
  prepare: ({ model, listener }) => {
    const energy = (listener.tune.energy - 0.5) * 2;
    const discover = (listener.tune.discover - 0.5) * 2;
    if (energy === 0 && discover === 0) return () => 0;
    const heard = new Set(listener.recent.map((listen) => listen.artistId));
    return (row) => {
      const track = model.trackAt(row);
      const familiar =
        heard.has(track.artistId) || (listener.artists.get(track.artistId) ?? 0) > 0
          ? 1
          : (listener.genres.get(track.genres[0] ?? '') ?? 0) > 0.5
            ? 0.2
            : -1;
      return ENERGY_WEIGHT * energy * (track.energy - 0.5) * 2 - DISCOVER_WEIGHT * discover * familiar;
    };
  },
};
