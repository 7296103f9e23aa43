import { enjoyedOf, type ListenerState, type ModelView, type RecentListen } from '../model/index.ts';

/** How many of the last enjoyed tracks speak. */
const SEEDS = 12;
/** How much less each older one of them says. */
const DECAY = 0.85;
/** What those of an earlier session still say: another mood. */
const BEFORE_SESSION = 0.3;
/** Time without music, and with nothing said, parts one run of a session from the next: what was before it says less, by half in so long … */
const QUIET_HALF_MS = 5 * 60_000;
/** … and never less than this. */
const BEFORE_QUIET = 0.3;

/** What the listener enjoyed last, newest first. */
export interface Seeds {
  readonly listens: readonly RecentListen[];
  /** Their numbers in the model's co-listening. */
  readonly numbers: Int32Array;
  /** How much each says; the newest of this session 1. */
  readonly weights: Float64Array;
}

/** What the list is asked with: the last enjoyed tracks, each by how long ago it was, in tracks, in sessions and in quiet. */
export function seedsOf(model: ModelView, listener: ListenerState): Seeds {
  const listens = enjoyedOf(listener, SEEDS);
  const numbers = new Int32Array(listens.length);
  const weights = quietlyLess(model, listener, listens);
  for (const [at, { trackId, atMs }] of listens.entries()) {
    numbers[at] = model.together.numberOf(trackId);
    weights[at]! *= DECAY ** at * (atMs < listener.windows.sessionStartMs ? BEFORE_SESSION : 1);
  }
  return { listens, numbers, weights };
}

/** What is left of each, by the time between it and the newest in which nothing was heard. */
function quietlyLess(model: ModelView, { recent }: ListenerState, listens: readonly RecentListen[]): Float64Array {
  const left = new Float64Array(listens.length).fill(1);
  let quietMs = 0;
  let laterBeganMs = Number.NEGATIVE_INFINITY;
  for (let i = recent.length - 1, at = 0; i >= 0 && at < listens.length; i--) {
    const listen = recent[i]!;
    // Without times nothing was quiet.
    if (listen.atMs > 0) quietMs += Math.max(0, laterBeganMs - listen.atMs);
    if (listen === listens[at]) left[at++] = BEFORE_QUIET + (1 - BEFORE_QUIET) * 2 ** (-quietMs / QUIET_HALF_MS);
    if (at > 0 && listen.atMs > 0) laterBeganMs = listen.atMs - heardMsOf(model, listen);
  }
  return left;
}

/** A listen is noted when it ends; a like may have come at any time of it. */
function heardMsOf(model: ModelView, { trackId, kind, heardFraction }: RecentListen): number {
  const seconds = model.track(trackId)?.durationSeconds ?? 0;
  return (kind === 'liked' ? 1 : heardFraction) * seconds * 1_000;
}
