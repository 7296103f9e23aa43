import { rowsByUser } from '../data/histories.ts';
import type { Interactions } from '../data/interactions.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { expectedRank } from '../figures/rank.ts';
import { addTo, createTally } from '../figures/tally.ts';
import type { CreateRecommender } from '../models/recommender.ts';
import { createMeter } from './meter.ts';
import type { Outcome } from './outcome.ts';
import { teach } from './teach.ts';

/**
 * Each listener's last event is the test; all others are learnt, and all tracks of the data less the listener's own are ranked, asked
 * for when that event happened.
 */
export function runLeaveOneOut(data: Interactions, create: CreateRecommender, { seed }: { readonly seed: number }): Outcome {
  const { items, itemCount, userCount, inOrder, atMs } = data;
  if (!inOrder)
    throw new EvaluationError('leave-one-out needs to know which track was the last; these data have neither times nor an order.');
  const tallies = {
    hits5: createTally('HR@5', userCount),
    hits10: createTally('HR@10', userCount),
    gain10: createTally('NDCG@10', userCount),
    reciprocal: createTally('MRR', userCount),
  };
  const tests = rowsByUser(data).map((rows) => (rows.length > 1 ? rows.at(-1)! : -1));
  const isTest = new Uint8Array(items.length);
  for (const row of tests) if (row >= 0) isTest[row] = 1;
  const own = ownOf(data, isTest);
  const tracks = Int32Array.from({ length: itemCount }, (_, item) => item);
  const scores = new Float64Array(itemCount);
  const meter = createMeter();
  const model = meter.hold(create({ userCount, itemCount, inOrder, seed }));
  const { nowMs } = teach(model, data, (row) => isTest[row] === 0, meter);
  let notFinite = 0;
  tests.forEach((row, user) => {
    // With one event there is nothing to learn from; a track that was had before is none that could be recommended.
    if (row < 0 || own[user]!.has(items[row]!)) return;
    const start = performance.now();
    model.score(user, atMs ? atMs[row]! : nowMs, scores);
    meter.ranking(start);
    const rank = expectedRank(scores, items[row]!, { tracks, count: itemCount, own: [...own[user]!] });
    if (rank === null) notFinite++;
    addTo(tallies.hits5, user, rank !== null && rank <= 5 ? 1 : 0);
    addTo(tallies.hits10, user, rank !== null && rank <= 10 ? 1 : 0);
    addTo(tallies.gain10, user, rank !== null && rank <= 10 ? 1 / Math.log2(1 + rank) : 0);
    addTo(tallies.reciprocal, user, rank === null ? 0 : 1 / rank);
  });
  return { tallies: Object.values(tallies), cost: meter.cost(), notFinite };
}

function ownOf({ users, items, userCount }: Interactions, isTest: Uint8Array): readonly ReadonlySet<number>[] {
  const own = Array.from({ length: userCount }, () => new Set<number>());
  users.forEach((user, row) => {
    if (isTest[row] === 0) own[user]!.add(items[row]!);
  });
  return own;
}
