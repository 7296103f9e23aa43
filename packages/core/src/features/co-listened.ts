import { enjoyedOf, type ListenerState, type ModelView, type RecentListen } from '../model/index.ts';
import { RowScores, Scratch } from './row-scores.ts';
import type { Signal } from './signal.ts';

const WEIGHT = 1.2;
/** How many of the last enjoyed tracks speak, and how much less each older one does. */
const SEEDS = 24;
const SEED_DECAY = 0.85;

/** Item-to-item: who heard what you enjoyed lately heard this too. The best of all tracks gets the whole weight. */
export const coListened: Signal = {
  name: 'co-listened',
  group: 'co-listened',
  prepare: ({ together: { scores, most }, presence }) => {
    const scale = most > 0 ? (WEIGHT * presence) / most : 0;
    return (row) => Math.min(WEIGHT, scale * scores.at(row));
  },
};

const scratch = new Scratch();

/** Every companion of the last enjoyed tracks, with the sum of what they bring; the newest one made is valid. */
export function companionsOfSeeds(model: ModelView, listener: ListenerState): RowScores {
  const out = new RowScores(scratch, model.size);
  let weight = 1;
  for (const seed of enjoyedOf(listener, SEEDS)) {
    const { rows, strengths } = model.topCompanionsOf(seed.trackId);
    for (let i = 0; i < rows.length; i++) out.add(rows[i]!, strengths[i]! * weight);
    weight *= SEED_DECAY;
  }
  return out;
}

/** The enjoyed track that brings most of what co-listening says of a row; null where none does. */
export function seedOf(model: ModelView, listener: ListenerState, row: number): RecentListen | null {
  let weight = 1;
  let best: RecentListen | null = null;
  let most = 0;
  for (const seed of enjoyedOf(listener, SEEDS)) {
    const { rows, strengths } = model.topCompanionsOf(seed.trackId);
    const at = rows.indexOf(row);
    if (at >= 0 && strengths[at]! * weight > most) {
      most = strengths[at]! * weight;
      best = seed;
    }
    weight *= SEED_DECAY;
  }
  return best;
}
