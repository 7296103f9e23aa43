import type { Cost } from './outcome.ts';

/** Looking at the memory costs some 50 µs. */
const LOOK_EVERY = 2_000;

/** Times learning and ranking, and looks at the memory now and then. */
export interface Meter {
  learning(startMs: number): void;
  /** Training in batches: its time counts as learning, spread over the events. */
  settling(startMs: number): void;
  ranking(startMs: number): void;
  cost(): Cost;
}

export function createMeter(): Meter {
  let learnt = 0;
  let learnMs = 0;
  let ranked = 0;
  let rankMs = 0;
  let steps = 0;
  const before = bytesInUse();
  let peak = before;
  const look = () => {
    peak = Math.max(peak, bytesInUse());
  };
  const step = () => {
    if (++steps % LOOK_EVERY === 0) look();
  };
  return {
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
      return { learnt, learnMs, ranked, rankMs, peakBytes: peak - before };
    },
  };
}

function bytesInUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
