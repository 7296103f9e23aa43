import { createRanker } from '@segue/core/rankers';
import { addTo, createTally } from '../figures/tally.ts';
import type { LoggedDecisions, LoggedStep } from '../formats/decisions.ts';
import type { CreateRecommender } from '../models/recommender.ts';
import { createMeter } from './meter.ts';
import type { Outcome } from './outcome.ts';
import { policyOf } from './policy.ts';

type Decision = Extract<LoggedStep, { readonly kind: 'decision' }>;

/** What the reward model is given of a listener and a track. */
const COLUMNS = 4;

/**
 * What another policy would have been worth, from the log of this one: the share of its draws that would be heard out. The
 * policy draws a track with a chance inverse to its place in the model's order, of all tracks that the log has named by then
 * less the listener's own, and learns as the log goes.
 *
 * - IPS: each logged reward weighs what the policy's chance of that row is against the logged one (Horvitz and Thompson 1952).
 * - SNIPS: the same over the sum of weights (Swaminathan and Joachims 2015).
 * - DR: a reward model's guess for the whole policy, corrected by the weighed error of its guess for the logged row: right if
 *   either the propensities or the model are (Dudík, Langford and Li 2011).
 *
 * `mean weight` is 1 where the log could have drawn all that the policy draws; well below it, the policy draws what chance
 * never showed, and IPS says too little.
 */
export function runOffPolicy(log: LoggedDecisions, create: CreateRecommender, { seed }: { readonly seed: number }): Outcome {
  const { userCount, itemCount, steps } = log;
  const rewards = createRewardModel(userCount, itemCount, seed);
  const ips = createTally('IPS', userCount);
  const snips = createTally('SNIPS', userCount);
  const robust = createTally('DR', userCount);
  const logged = createTally('logged', userCount);
  const weights = createTally('mean weight', userCount);
  const scores = new Float64Array(itemCount);
  const known = createKnown(userCount);
  const meter = createMeter();
  const model = meter.hold(create({ userCount, itemCount, inOrder: true, seed }));
  let notFinite = 0;
  let squares = 0;
  let total = 0;
  for (const step of steps) {
    if (step.kind === 'listen') {
      known.listened(step.user, step.item);
      const start = performance.now();
      model.learn(step);
      meter.learning(start);
      continue;
    }
    known.add(step.item);
    const { user, item, propensity, reward } = step;
    const start = performance.now();
    model.score(user, step.atMs, scores);
    meter.ranking(start);
    const candidates = known.lessOwn(user);
    const policy = policyOf(scores, candidates);
    if (!policy) notFinite++;
    const at = candidates.indexOf(item);
    const weight = policy && at >= 0 ? policy[at]! / propensity : 0;
    let direct = 0;
    for (let i = 0; policy && i < candidates.length; i++) direct += policy[i]! * rewards.predict(user, candidates[i]!, scores);
    const guess = rewards.predict(user, item, scores);
    addTo(ips, user, weight * reward);
    addTo(robust, user, direct + weight * (reward - guess));
    addTo(logged, user, reward);
    addTo(weights, user, weight);
    snips.sums[user]! += weight * reward;
    snips.counts[user]! += weight;
    total += weight;
    squares += weight * weight;
    rewards.learn(step, scores);
  }
  const effective = squares > 0 ? (total * total) / squares : 0;
  return {
    tallies: [ips, snips, robust, logged, weights],
    figures: [{ metric: 'effective n', value: effective, low: effective, high: effective }],
    cost: meter.cost(),
    notFinite,
  };
}

/** Tracks that the log has named, and what each listener has listened to. */
function createKnown(userCount: number) {
  const items: number[] = [];
  const isKnown = new Set<number>();
  const own: Set<number>[] = Array.from({ length: userCount }, () => new Set());
  const add = (item: number) => {
    if (isKnown.has(item)) return;
    isKnown.add(item);
    items.push(item);
  };
  return {
    add,
    listened(user: number, item: number) {
      add(item);
      own[user]!.add(item);
    },
    lessOwn: (user: number): Int32Array => Int32Array.from(items.filter((item) => !own[user]!.has(item))),
  };
}

/** The chance that a listener hears a track out, from what came of decisions so far: by listener, by track, and by the model's score. */
function createRewardModel(userCount: number, itemCount: number, seed: number) {
  const ranker = createRanker('logistic', { columns: COLUMNS, seed });
  const users = { sum: new Float64Array(userCount), n: new Float64Array(userCount) };
  const items = { sum: new Float64Array(itemCount), n: new Float64Array(itemCount) };
  let sum = 0.5;
  let n = 1;
  const row = new Float64Array(COLUMNS);
  const shareOf = (of: typeof users, at: number) => (of.sum[at]! + (2 * sum) / n) / (of.n[at]! + 2);
  const fill = (user: number, item: number, scores: Float64Array): Float64Array => {
    row[0] = shareOf(users, user);
    row[1] = shareOf(items, item);
    row[2] = Math.log1p(items.n[item]!);
    const score = scores[item]!;
    row[3] = Number.isFinite(score) ? Math.sign(score) * Math.log1p(Math.abs(score)) : 0;
    return row;
  };
  return {
    predict: (user: number, item: number, scores: Float64Array): number => ranker.predict(fill(user, item, scores)),
    learn({ user, item, reward }: Decision, scores: Float64Array): void {
      ranker.learn(fill(user, item, scores), reward, 1);
      users.sum[user]! += reward;
      users.n[user]!++;
      items.sum[item]! += reward;
      items.n[item]!++;
      sum += reward;
      n++;
    },
  };
}
