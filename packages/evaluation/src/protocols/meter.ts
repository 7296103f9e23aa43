import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Cost } from './outcome.ts';

/** The memory is looked at after so many steps, and each time they have doubled: a look costs some 50 ms. */
const FIRST_LOOK = 2_000;
const collectGarbage = collectorOf();

/** Times learning and ranking, and looks at the memory now and then. */
export interface Meter {
  /** Keeps a model reachable until the memory was looked at last: after its own last use it could be gone before that. */
  hold<T>(model: T): T;
  learning(startMs: number): void;
  /** Training in batches: its time counts as learning, spread over the events. */
  settling(startMs: number): void;
  ranking(startMs: number): void;
  cost(): Cost;
}

/** Made before the model, and after all that the protocol needs: what is in use then is not the model's. */
export function createMeter(): Meter {
  let learnt = 0;
  let learnMs = 0;
  let ranked = 0;
  let rankMs = 0;
  let steps = 0;
  let lookAt = FIRST_LOOK;
  const held: { model: unknown } = { model: null };
  const before = bytesInUse();
  let peak = before;
  const look = () => {
    peak = Math.max(peak, bytesInUse());
  };
  const step = () => {
    if (++steps < lookAt) return;
    lookAt *= 2;
    look();
  };
  return {
    hold(model) {
      held.model = model;
      return model;
    },
    learning(startMs) {
      learnMs += performance.now() - startMs;
      learnt++;
      step();
    },
    settling(startMs) {
      learnMs += performance.now() - startMs;
      look();
    },
    ranking(startMs) {
      rankMs += performance.now() - startMs;
      ranked++;
      step();
    },
    cost() {
      look();
      held.model = null;
      return { learnt, learnMs, ranked, rankMs, peakBytes: peak - before };
    },
  };
}

/**
 * What can still be reached, and no garbage: how much of that lies about is a matter of chance. What arrays hold outside of the heap
 * is counted until the collection after the one that found them.
 */
function bytesInUse(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Node's own, which is only there for who asks at the start, or like this. */
function collectorOf(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
