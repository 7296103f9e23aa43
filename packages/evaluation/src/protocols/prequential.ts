import { distinctItems, rowsByUser } from '../data/histories.ts';
import type { Interactions } from '../data/interactions.ts';
import { expectedRank } from '../figures/rank.ts';
import { addTo, createTally } from '../figures/tally.ts';
import type { CreateRecommender } from '../models/recommender.ts';
import { createMeter } from './meter.ts';
import type { CurvePoint, Outcome } from './outcome.ts';

export interface PrequentialOptions {
  readonly k: number;
  readonly seed: number;
  /** Every event is learnt, one in so many is ranked before: a quick look, with a wider interval. */
  readonly rankEvery?: number;
}

/** The stream's first part is everybody's cold start. */
const WARM_AFTER = 0.4;
const CURVE_POINTS = 50;

/**
 * Test, then learn, event by event: before an event is learnt, all tracks seen so far less those the listener has had are
 * ranked. A track's first event in the stream, and a listener's second of the same track, cannot be ranked: they are learnt
 * and not counted.
 */
export function runPrequential(data: Interactions, create: CreateRecommender, { k, seed, rankEvery = 1 }: PrequentialOptions): Outcome {
  const { users, items, itemCount, userCount, inOrder, strengths } = data;
  const hits = createTally(`HR@${k}`, userCount);
  const reciprocal = createTally(`MRR@${k}`, userCount);
  const hitsWarm = createTally(`HR@${k} last 60%`, userCount);
  const curve = createCurve(users.length);
  const scores = new Float64Array(itemCount);
  const seen = new Int32Array(itemCount);
  const isSeen = new Uint8Array(itemCount);
  const own = createOwn(data);
  const meter = createMeter();
  const model = meter.hold(create({ userCount, itemCount, inOrder, seed }));
  let seenCount = 0;
  let notFinite = 0;
  for (let row = 0; row < users.length; row++) {
    const user = users[row]!;
    const item = items[row]!;
    const atMs = data.atMs ? data.atMs[row]! : null;
    const had = own.has(user, item);
    if (isSeen[item] && !had && row % rankEvery === 0) {
      const start = performance.now();
      model.score(user, atMs, scores);
      meter.ranking(start);
      const rank = expectedRank(scores, item, { tracks: seen, count: seenCount, own: own.of(user) });
      if (rank === null) notFinite++;
      const hit = rank !== null && rank <= k ? 1 : 0;
      addTo(hits, user, hit);
      addTo(reciprocal, user, hit && rank ? 1 / rank : 0);
      if (row >= users.length * WARM_AFTER) addTo(hitsWarm, user, hit);
      curve.add(row, hit);
    }
    const start = performance.now();
    model.learn({ user, item, atMs, strength: strengths[row]! });
    meter.learning(start);
    if (!had) own.add(user);
    if (!isSeen[item]) {
      isSeen[item] = 1;
      seen[seenCount++] = item;
    }
  }
  return { tallies: [hits, reciprocal, hitsWarm], cost: meter.cost(), notFinite, curve: curve.points() };
}

/** What each listener has had so far. It has its room from the start: what it grew by would count as the model's memory. */
function createOwn(data: Interactions) {
  const lists = rowsByUser(data).map((rows) => Int32Array.from(distinctItems(rows, data.items)));
  const counts = new Int32Array(data.userCount);
  return {
    of: (user: number): Int32Array => lists[user]!.subarray(0, counts[user]!),
    has: (user: number, item: number): boolean => lists[user]!.subarray(0, counts[user]!).includes(item),
    /** The next that is new to the listener, in the order of the stream. */
    add(user: number) {
      counts[user]!++;
    },
  };
}

function createCurve(rows: number) {
  const hits = new Float64Array(CURVE_POINTS);
  const counts = new Float64Array(CURVE_POINTS);
  return {
    add(row: number, hit: number) {
      const at = Math.floor((row / rows) * CURVE_POINTS);
      hits[at]! += hit;
      counts[at]!++;
    },
    points: (): CurvePoint[] =>
      [...counts.keys()].filter((at) => counts[at]! > 0).map((at) => ({ at: (at + 0.5) / CURVE_POINTS, value: hits[at]! / counts[at]! })),
  };
}
