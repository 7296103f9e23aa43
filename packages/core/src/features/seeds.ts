import { enjoyedOf, type ListenerState, type ModelView, type RecentListen } from '../model/index.ts';

/** How many of the last enjoyed tracks speak. */
const SEEDS = 12;
/** How much less each older one of them says. */
const DECAY = 0.85;
/** What those of an earlier session still say: another mood. */
const BEFORE_SESSION = 0.3;

/** What the listener enjoyed last, newest first. */
export interface Seeds {
  readonly listens: readonly RecentListen[];
  /** Their numbers in the model's co-listening. */
  readonly numbers: Int32Array;
  /** How much each says; the newest of this session 1. */
  readonly weights: Float64Array;
}

export function seedsOf(model: ModelView, listener: ListenerState): Seeds {
  const listens = enjoyedOf(listener, SEEDS);
  const numbers = new Int32Array(listens.length);
  const weights = new Float64Array(listens.length);
  for (const [at, { trackId, atMs }] of listens.entries()) {
    numbers[at] = model.together.numberOf(trackId);
    weights[at] = DECAY ** at * (atMs < listener.windows.sessionStartMs ? BEFORE_SESSION : 1);
  }
  return { listens, numbers, weights };
}
