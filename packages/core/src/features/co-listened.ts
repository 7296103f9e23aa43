import { enjoyedOf, type ListenerState, type ModelView } from '../model/index.ts';
import type { CompanionOfSeed, Signal } from './signal.ts';

const WEIGHT = 0.9;
/** How many of the last enjoyed tracks speak, and how much less each older one does. */
const SEEDS = 6;
const SEED_DECAY = 0.8;

/** Item-to-item: who heard what you enjoyed lately heard this too. */
export const coListened: Signal = {
  name: 'co-listened',
  group: 'co-listened',
  prepare: ({ companions }) => {
    const strengths = new Map<number, number>();
    for (const { row, strength } of companions) strengths.set(row, (strengths.get(row) ?? 0) + strength);
    return (row) => {
      const strength = strengths.get(row);
      return strength === undefined ? 0 : WEIGHT * Math.tanh(3 * strength);
    };
  },
};

/** Every companion of the last enjoyed tracks, with the seed that brought it. */
export function companionsOfSeeds(model: ModelView, listener: ListenerState): CompanionOfSeed[] {
  const out: CompanionOfSeed[] = [];
  let weight = 1;
  for (const seed of enjoyedOf(listener, SEEDS)) {
    for (const { row, strength } of model.topCompanionsOf(seed.trackId)) out.push({ row, strength: strength * weight, seed });
    weight *= SEED_DECAY;
  }
  return out;
}
