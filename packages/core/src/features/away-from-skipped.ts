import type { Signal } from './signal.ts';

const WEIGHT = 0.55;
const REMEMBERED = 4;
const DECAY = 0.6;
const TEMPO_WIDTH_BPM = 30;
const ENERGY_WIDTH = 0.25;
/** What is left of the window beyond it is less than a hundredth. */
const TOO_FAR = 5;

/** Turns away from what the last skips had in common: the same genre, or the same pulse and energy. */
export const awayFromSkipped: Signal = {
  name: 'away-from-skipped',
  group: 'away',
  prepare: ({ model, listener }) => {
    const skipped: {
      genre: string;
      tempoBpm: number;
      energy: number;
      weight: number;
    }[] = [];
    let weight = 1;
    for (let i = listener.recent.length - 1; i >= 0 && skipped.length < REMEMBERED; i--) {
      const listen = listener.recent[i]!;
      // A track heard to its end says that the turn has been made: older skips speak less.
      weight *= DECAY ** (listen.kind === 'completed' || listen.kind === 'liked' ? 1 : 0);
      const no = listen.kind === 'rejected' ? 1 : listen.kind === 'skipped' ? Math.max(0, 1 - 2 * listen.heardFraction) : 0;
      const track = no > 0 ? model.track(listen.trackId) : undefined;
      if (track) {
        skipped.push({
          genre: track.genres[0] ?? '',
          tempoBpm: track.tempoBpm,
          energy: track.energy,
          weight: no * weight,
        });
        weight *= DECAY;
      }
    }
    if (skipped.length === 0) return () => 0;
    return (row) => {
      const track = model.trackAt(row);
      let sum = 0;
      for (const past of skipped) {
        const genre = track.genres[0] === past.genre ? 0.5 : 0;
        const tempo = (track.tempoBpm - past.tempoBpm) / TEMPO_WIDTH_BPM;
        const energy = (track.energy - past.energy) / ENERGY_WIDTH;
        const away = (tempo * tempo + energy * energy) / 2;
        const sound = away > TOO_FAR ? 0 : 0.5 * Math.exp(-away);
        sum += past.weight * (genre + sound);
      }
      return -WEIGHT * Math.tanh(sum);
    };
  },
};
