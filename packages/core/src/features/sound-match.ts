import type { Signal } from './signal.ts';

const WEIGHT = 0.3;
const TEMPO_WIDTH_BPM = 28;
const ENERGY_WIDTH = 0.22;

/** Nearness in tempo and energy to what the listener lately enjoyed (Gaussian windows round the running means). */
export const soundMatch: Signal = {
  name: 'sound-match',
  group: 'sound',
  prepare: ({ model, listener: { tempo, energy } }) => {
    const firm = Math.min(1, energy.weight / 3);
    if (firm === 0) return () => 0;
    return (row) => {
      const track = model.trackAt(row);
      const byTempo = (track.tempoBpm - tempo.mean) / TEMPO_WIDTH_BPM;
      const byEnergy = (track.energy - energy.mean) / ENERGY_WIDTH;
      const away = byTempo * byTempo * 0.4 + byEnergy * byEnergy * 0.6;
      return WEIGHT * firm * Math.exp(-away / 2);
    };
  },
};
