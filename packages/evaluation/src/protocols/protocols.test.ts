import { describe, expect, it } from 'vitest';
import type { Interactions } from '../data/interactions.ts';
import { intervalOf } from '../figures/bootstrap.ts';
import { MODEL_NAMES, recommenderNamed } from '../models/index.ts';
import type { CreateRecommender } from '../models/recommender.ts';
import { interactionsFrom, someInteractions } from '../testing/some-interactions.ts';
import { runHoldout } from './holdout.ts';
import { runLeaveOneOut } from './leave-one-out.ts';
import type { Outcome } from './outcome.ts';
import { runPrequential } from './prequential.ts';

const TRACKS = 100;
const K = 10;
const data = someInteractions({ tracks: TRACKS });

const PROTOCOLS: Readonly<Record<string, (of: Interactions, create: CreateRecommender) => Outcome>> = {
  prequential: (of, create) => runPrequential(of, create, { k: K, seed: 0 }),
  holdout: (of, create) => runHoldout(of, create, { k: K, testShare: 0.25, seed: 0 }),
  'leave-one-out': (of, create) => runLeaveOneOut(of, create, { seed: 0 }),
};

const figureOf = (outcome: Outcome, metric: string) => {
  const tally = outcome.tallies.find((one) => one.metric === metric);
  return tally ? intervalOf(tally, 0) : null;
};

/** Knows the whole data: what a listener has not had yet of what they will have, the next one first. */
const createOracle =
  ({ users, items }: Interactions): CreateRecommender =>
  () => {
    const had = new Set<string>();
    return {
      learn: ({ user, item }) => void had.add(`${user} ${item}`),
      score(user, _nowMs, into) {
        into.fill(0);
        let place = 0;
        users.forEach((other, row) => {
          const item = items[row]!;
          if (other === user && !had.has(`${user} ${item}`)) into[item] ||= 1_000 - place++;
        });
      },
    };
  };

/** Scores that are no numbers: `s > NaN` is false for all, and would be rank 1. */
const createDiverged: CreateRecommender = () => ({ learn() {}, score: (_user, _nowMs, into) => void into.fill(Number.NaN) });

describe('a model that ranks at random scores what chance gives', () => {
  const random = recommenderNamed('random');

  it('prequential: k of the tracks that are left', () => {
    // Once all tracks are known, a listener with n listens has 100 - n left: 10 of some 90 on average over twenty listens.
    const chance = Array.from({ length: 20 }, (_, had) => K / (TRACKS - had)).reduce((sum, one) => sum + one, 0) / 20;
    const hits = figureOf(PROTOCOLS['prequential']!(data, random), `HR@${K}`)!;
    expect(hits.low).toBeLessThan(chance);
    // The first events rank fewer tracks, and so hit a little more often.
    expect(hits.high).toBeGreaterThan(chance);
    expect(hits.value).toBeCloseTo(chance, 1);
  });

  it('holdout: k of the tracks that are left', () => {
    const recall = figureOf(PROTOCOLS['holdout']!(someInteractions({ tracks: TRACKS, listeners: 400 }), random), `R@${K}`)!;
    const chance = K / (TRACKS - 15);
    expect(recall.low).toBeLessThan(chance);
    expect(recall.high).toBeGreaterThan(chance);
  });

  it('leave-one-out: k of the tracks that are left', () => {
    const hits = figureOf(PROTOCOLS['leave-one-out']!(data, random), 'HR@10')!;
    const chance = 10 / (TRACKS - 19);
    expect(hits.low).toBeLessThan(chance);
    expect(hits.high).toBeGreaterThan(chance);
  });
});

describe('an oracle scores 1', () => {
  it.each([
    ['prequential', `HR@${K}`],
    ['prequential', `MRR@${K}`],
    ['holdout', `nDCG@${K}`],
    ['holdout', `R@${K}`],
    ['leave-one-out', 'HR@5'],
    ['leave-one-out', 'MRR'],
  ])('%s: %s', (protocol, metric) => {
    expect(figureOf(PROTOCOLS[protocol]!(data, createOracle(data)), metric)?.value).toBe(1);
  });
});

describe('a model that has diverged', () => {
  it.each(Object.keys(PROTOCOLS))('%s: every list is a miss, and counted', (protocol) => {
    const outcome = PROTOCOLS[protocol]!(data, createDiverged);
    expect(outcome.notFinite).toBe(outcome.cost.ranked);
    expect(outcome.notFinite).toBeGreaterThan(0);
    for (const { metric } of outcome.tallies) expect(figureOf(outcome, metric)?.value).toBe(0);
  });
});

describe('where all scores are equal', () => {
  const createLevel: CreateRecommender = () => ({ learn() {}, score: (_user, _nowMs, into) => void into.fill(1) });

  it('a place in the middle is no hit where the middle lies past k', () => {
    expect(figureOf(PROTOCOLS['leave-one-out']!(data, createLevel), 'HR@10')?.value).toBe(0);
  });

  it('a place in the middle is a hit where the middle lies within k', () => {
    const few = interactionsFrom([
      ['a', 'x'],
      ['a', 'y'],
      ['b', 'y'],
      ['b', 'x'],
    ]);
    expect(figureOf(PROTOCOLS['leave-one-out']!(few, createLevel), 'HR@5')?.value).toBe(1);
  });
});

it('leave-one-out asks for each list when its event happened', () => {
  const asked: (number | null)[] = [];
  const createRecording: CreateRecommender = () => ({
    learn() {},
    score(_user, nowMs, into) {
      asked.push(nowMs);
      into.fill(0);
    },
  });
  PROTOCOLS['leave-one-out']!(
    interactionsFrom([
      ['a', 'x'],
      ['a', 'y'],
      ['b', 'x'],
      ['b', 'z'],
    ]),
    createRecording,
  );
  expect(new Set(asked)).toEqual(new Set([60_000, 180_000]));
});

it.each([
  ['times', data, { holdout: true, 'leave-one-out': true }],
  ['an order alone', { ...data, atMs: null }, { holdout: false, 'leave-one-out': true }],
])('data with %s: a holdout has no next track, and is asked in order only where a clock says when', (_, of, expected) => {
  const inOrder: Record<string, boolean> = {};
  for (const protocol of ['holdout', 'leave-one-out'])
    PROTOCOLS[protocol]!(of, (world) => {
      inOrder[protocol] = world.inOrder;
      return { learn() {}, score: (_user, _nowMs, into) => void into.fill(0) };
    });
  expect(inOrder).toEqual(expected);
});

describe('every model', () => {
  const all = MODEL_NAMES.map((name) => [name] as const);

  it.each(all)('%s survives one listener, one track, and the same listen again and again', (name) => {
    const few = interactionsFrom([
      ['a', 'x'],
      ['a', 'x'],
      ['a', 'x'],
    ]);
    const outcome = PROTOCOLS['prequential']!(few, recommenderNamed(name));
    // A track that was had is none that could be recommended: nothing can be ranked, and nothing is made up.
    expect(outcome.cost).toMatchObject({ learnt: 3, ranked: 0 });
  });

  it.each(all)('%s ranks with scores that are all finite', (name) => {
    const outcome = PROTOCOLS['prequential']!(data, recommenderNamed(name));
    expect(outcome.notFinite).toBe(0);
    expect(outcome.cost.ranked).toBeGreaterThan(1_000);
  });

  // What leaves one signal out is what serves, less a term of its sum: two runs of each would show nothing that one does not.
  it.each(all.filter(([name]) => !name.startsWith('segue-without-')))('%s gives the same figures for the same seed', (name) => {
    const figures = () => figureOf(PROTOCOLS['holdout']!(data, recommenderNamed(name)), `nDCG@${K}`);
    expect(figures()).toEqual(figures());
  });
});
