import { enjoyedOf, type ListenerState, type ModelView, type RecentListen } from '../model/index.ts';

/** How many of the last enjoyed tracks speak. */
const SEEDS = 12;

/** What the listener enjoyed last, newest first. */
export interface Seeds {
  readonly listens: readonly RecentListen[];
  /** Their numbers in the model's co-listening. */
  readonly numbers: Int32Array;
}

export function seedsOf(model: ModelView, listener: ListenerState): Seeds {
  const listens = enjoyedOf(listener, SEEDS);
  const numbers = new Int32Array(listens.length);
  for (const [at, { trackId }] of listens.entries()) numbers[at] = model.together.numberOf(trackId);
  return { listens, numbers };
}
