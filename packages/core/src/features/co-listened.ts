import { enjoyedOf } from '../model/index.ts';
import type { Signal, SignalContext } from './signal.ts';

const WEIGHT = 0.9;
/** How many of the last enjoyed tracks speak, and how much less each older one does. */
export const SEEDS = 6;
const SEED_DECAY = 0.8;

/** Item-to-item: who heard what you enjoyed lately heard this too. */
export const coListened: Signal = {
  name: 'co-listened',
  group: 'co-listened',
  prepare: (context) => {
    const strengths = new Map<number, number>();
    for (const { row, strength } of companionStrengths(context)) strengths.set(row, (strengths.get(row) ?? 0) + strength);
    return (row) => WEIGHT * Math.tanh(3 * (strengths.get(row) ?? 0));
  },
};

/** Every companion of the last enjoyed tracks, with the seed that brought it. */
export function* companionStrengths({ model, listener }: Pick<SignalContext, 'model' | 'listener'>) {
  const seeds = enjoyedOf(listener, SEEDS);
  for (let i = 0; i < seeds.length; i++) {
    const seed = seeds[i]!;
    for (const companion of model.topCompanionsOf(seed.trackId)) {
      yield {
        row: companion.row,
        strength: companion.strength * SEED_DECAY ** i,
        seed,
      };
    }
  }
}
