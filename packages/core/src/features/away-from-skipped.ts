import { bell } from './bell.ts';
import type { Signal } from './signal.ts';

const WEIGHT = 0.55;
const REMEMBERED = 4;
const DECAY = 0.6;
const TEMPO_WIDTH_BPM = 30;
const ENERGY_WIDTH = 0.25;

/** Turns away from what the last skips had in common: the same genre, or the same pulse and energy. */
export const awayFromSkipped: Signal = {
  name: 'away-from-skipped',
  group: 'away',
  score: ({ model, listener }, rows, out) => {
    const { columns } = model;
    const skipped: {
      genre: number;
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
          genre: columns.genreNumber(track.genres[0] ?? ''),
          tempoBpm: track.tempoBpm,
          energy: track.energy,
          weight: no * weight,
        });
        weight *= DECAY;
      }
    }
    if (skipped.length === 0) return;
    const { genre: genres, tempoBpm, energy: energies } = columns;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      let sum = 0;
      for (const past of skipped) {
        const genre = genres[row] === past.genre ? 0.5 : 0;
        const tempo = (tempoBpm[row]! - past.tempoBpm) / TEMPO_WIDTH_BPM;
        const energy = (energies[row]! - past.energy) / ENERGY_WIDTH;
        const away = (tempo * tempo + energy * energy) / 2;
        sum += past.weight * (genre + 0.5 * bell(away));
      }
      out[i] = -WEIGHT * Math.tanh(sum);
    }
  },
};
