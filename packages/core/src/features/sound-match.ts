import type { ListenerState } from '../model/index.ts';
import { bell } from './bell.ts';
import type { Signal } from './signal.ts';

const WEIGHT = 0.3;
const TEMPO_WIDTH_BPM = 28;
const ENERGY_WIDTH = 0.22;

/** Nearness in tempo and energy to what the listener lately enjoyed (Gaussian windows round the running means). */
export const soundMatch: Signal = {
  name: 'sound-match',
  group: 'sound',
  score: ({ model, listener: { tempo, energy } }, rows, out) => {
    const weight = WEIGHT * Math.min(1, energy.weight / 3);
    if (weight === 0) return;
    const { tempoBpm, energy: energies } = model.columns;
    for (let i = 0; i < rows.length; i++) {
      const byTempo = (tempoBpm[rows[i]!]! - tempo.mean) / TEMPO_WIDTH_BPM;
      const byEnergy = (energies[rows[i]!]! - energy.mean) / ENERGY_WIDTH;
      const away = byTempo * byTempo * 0.4 + byEnergy * byEnergy * 0.6;
      out[i] = weight * bell(away / 2);
    }
  },
};

/** So many widths are still the same pulse, to the ear. */
const SAME_PULSE = 0.5;

/** What of a track's sound is as the listener lately enjoyed it: the pulse, or else the energy. */
export function alikeInSound(
  { tempo, energy }: Pick<ListenerState, 'tempo' | 'energy'>,
  track: { readonly tempoBpm: number; readonly energy: number },
): 'pulse' | 'energy' {
  const byTempo = Math.abs(track.tempoBpm - tempo.mean) / TEMPO_WIDTH_BPM;
  return byTempo <= Math.max(SAME_PULSE, Math.abs(track.energy - energy.mean) / ENERGY_WIDTH) ? 'pulse' : 'energy';
}
