import { distinctItems, rowsByUser } from '../data/histories.ts';
import type { Interactions } from '../data/interactions.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { expectedRank } from '../figures/rank.ts';
import { addTo, createTally } from '../figures/tally.ts';
import type { CreateRecommender } from '../models/recommender.ts';
import { createRandom, permutation } from '../random.ts';
import { createMeter } from './meter.ts';
import type { Outcome } from './outcome.ts';
import { teach } from './teach.ts';

export interface HoldoutOptions {
  readonly k: number;
  readonly testShare: number;
  readonly seed: number;
}

/** Three splits, pooled by listener. */
const SPLITS = 3;

/**
 * A random share of each listener's tracks is kept out and has to be found. Candidates are the tracks with a train event,
 * less the listener's own; a kept-out track without one still counts as relevant.
 */
export function runHoldout(data: Interactions, create: CreateRecommender, { k, testShare, seed }: HoldoutOptions): Outcome {
  const { users, items, itemCount, userCount, inOrder } = data;
  const gain = createTally(`nDCG@${k}`, userCount);
  const precision = createTally(`P@${k}`, userCount);
  const recall = createTally(`R@${k}`, userCount);
  const histories = rowsByUser(data).map((rows) => distinctItems(rows, items));
  const scores = new Float64Array(itemCount);
  const splits = Array.from({ length: SPLITS }, (_, split) => keptOut(histories, testShare, seed + split));
  expectFindable(histories, splits, testShare);
  const meter = createMeter();
  let notFinite = 0;
  for (const [split, tests] of splits.entries()) {
    // What is kept out is not the next track: an order without times says nothing of when the list is asked for.
    const model = meter.hold(create({ userCount, itemCount, inOrder: inOrder && data.atMs !== null, seed: seed + split }));
    const { nowMs, taught } = teach(model, data, (row) => !tests[users[row]!]!.has(items[row]!), meter);
    for (let user = 0; user < userCount; user++) {
      const test = tests[user]!;
      if (test.size === 0) continue;
      const start = performance.now();
      model.score(user, nowMs, scores);
      meter.ranking(start);
      const own = histories[user]!.filter((item) => !test.has(item));
      let hits = 0;
      let discounted = 0;
      let finite = true;
      for (const item of test) {
        if (!taught.has(item)) continue;
        const rank = expectedRank(scores, item, { tracks: taught.items, count: taught.items.length, own });
        if (rank === null) finite = false;
        else if (rank <= k) {
          hits++;
          discounted += 1 / Math.log2(1 + rank);
        }
      }
      if (!finite) notFinite++;
      // Tracks of one score share their expected rank: more than k of them may lie within k.
      const found = Math.min(hits, k);
      addTo(gain, user, finite ? Math.min(1, discounted / idealOf(Math.min(k, test.size))) : 0);
      addTo(precision, user, finite ? found / k : 0);
      addTo(recall, user, finite ? found / test.size : 0);
    }
  }
  return { tallies: [gain, precision, recall], cost: meter.cost(), notFinite };
}

function keptOut(histories: readonly (readonly number[])[], share: number, seed: number): readonly ReadonlySet<number>[] {
  const random = createRandom(seed);
  return histories.map((tracks) => {
    const order = permutation(tracks.length, random);
    return new Set(Array.from(order.subarray(0, Math.round(tracks.length * share)), (place) => tracks[place]!));
  });
}

/** Where no split keeps a track out that somebody else still has, every figure would be 0, whatever the model. */
function expectFindable(
  histories: readonly (readonly number[])[],
  splits: readonly (readonly ReadonlySet<number>[])[],
  share: number,
): void {
  let keptOutCount = 0;
  for (const tests of splits) {
    const left = new Set(histories.flatMap((tracks, user) => tracks.filter((item) => !tests[user]!.has(item))));
    for (const test of tests) for (const item of test) if (left.has(item)) return;
    keptOutCount += tests.reduce((sum, { size }) => sum + size, 0);
  }
  throw new EvaluationError(
    keptOutCount === 0
      ? `Nothing was kept out: no listener has a track to spare at --test-share ${share}.`
      : 'Nothing that was kept out could have been found: none of its tracks is in what was left to learn from.',
  );
}

function idealOf(places: number): number {
  let sum = 0;
  for (let rank = 1; rank <= places; rank++) sum += 1 / Math.log2(1 + rank);
  return sum;
}
