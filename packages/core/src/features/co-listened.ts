import type { ModelView, RecentListen } from '../model/index.ts';
import { RowScores, Scratch } from './row-scores.ts';
import type { Seeds } from './seeds.ts';
import type { Signal, SignalContext } from './signal.ts';

const WEIGHT = 1.2;

/** Item-to-item: who heard what you enjoyed lately heard this too. The best of all tracks gets the whole weight. */
export const coListened: Signal = {
  name: 'co-listened',
  group: 'co-listened',
  score: ({ together: { scores, most }, presence }, rows, out) => {
    if (most <= 0) return;
    const scale = (WEIGHT * presence) / most;
    for (let i = 0; i < rows.length; i++) out[i] = Math.min(WEIGHT, scale * scores.at(rows[i]!));
  },
};

const scratch = new Scratch();

/** Every companion of the last enjoyed tracks, with the sum of what they bring; the newest one made is valid. */
export function companionsOf({ numbers, weights }: Seeds, model: ModelView): RowScores {
  const out = new RowScores(scratch, model.size);
  for (let at = 0; at < numbers.length; at++) model.together.addCompanions(numbers[at]!, weights[at]!, out);
  return out;
}

/** The enjoyed track that brings most of what co-listening says of a row; null where none does. */
export function seedOf({ model, seeds: { listens, numbers, weights } }: SignalContext, row: number): RecentListen | null {
  const { together } = model;
  const strengths = together.withEach(together.numberOf(model.trackAt(row).id), numbers);
  let best: RecentListen | null = null;
  let most = 0;
  for (let at = 0; at < listens.length; at++) {
    const brings = strengths[at]! * weights[at]!;
    if (brings <= most) continue;
    most = brings;
    best = listens[at]!;
  }
  return best;
}
