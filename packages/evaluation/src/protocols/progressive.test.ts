import type { Ranker } from '@segue/core/rankers';
import { describe, expect, it } from 'vitest';
import type { CreateRanker } from '../classifiers/index.ts';
import { intervalOf } from '../figures/bootstrap.ts';
import type { LabelledStream } from '../formats/stream.ts';
import { createRandom } from '../random.ts';
import { runProgressive } from './progressive.ts';

const ROWS = 4_000;
/** The rarer label's share: chance is not one half where labels are uneven. */
const ONES = 0.3;

/** The first column is the label; the second is noise. */
function aStream(): LabelledStream {
  const random = createRandom(11);
  const labels = Uint8Array.from({ length: ROWS }, () => (random() < ONES ? 1 : 0));
  const values = new Float64Array(2 * ROWS);
  for (const [row, label] of labels.entries()) values.set([label, random()], 2 * row);
  return { name: 'told', columns: ['label itself', 'noise'], values, labels };
}

const thatSays =
  (predict: (row: Float64Array) => number): CreateRanker =>
  () =>
    ({ predict, learn() {}, write() {} }) satisfies Ranker;

function figuresOf(create: CreateRanker) {
  const { tallies, figures = [], notFinite } = runProgressive(aStream(), create, { seed: 0 });
  const ofTallies = tallies.map((tally) => [tally.metric, intervalOf(tally, 0)!] as const);
  return { notFinite, of: new Map([...ofTallies, ...figures.map((figure) => [figure.metric, figure] as const)]) };
}

describe('progressive', () => {
  // Right half of the time, whatever the labels; an even guess costs an expected 1; no order at all.
  it.each([
    ['accuracy', 0.5],
    ['log loss', 1],
    ['ROC AUC', 0.5],
  ] as const)('gives a classifier that predicts at random what chance gives: %s', (metric, chance) => {
    const seeds = Array.from({ length: 8 }, (_, seed) => seed);
    const covered = seeds.filter((seed) => {
      const random = createRandom(seed);
      const { value, low, high } = figuresOf(thatSays(() => random())).of.get(metric)!;
      expect(value).toBeCloseTo(chance, 1);
      return low < chance && chance < high;
    });
    // Of intervals of 95 %, one in twenty is beside it.
    expect(covered.length).toBeGreaterThanOrEqual(6);
  });

  it('gives an oracle 1, and no loss', () => {
    const { of } = figuresOf(thatSays(([label]) => label!));
    expect(of.get('accuracy')!.value).toBe(1);
    expect(of.get('ROC AUC')!.value).toBe(1);
    expect(of.get('log loss')!.value).toBeCloseTo(0, 9);
  });

  it('gives one that always says the same the share of that label, and no order', () => {
    const { of } = figuresOf(thatSays(() => 0));
    const ones = aStream().labels.reduce((sum, label) => sum + label, 0) / ROWS;
    expect(of.get('accuracy')!.value).toBeCloseTo(1 - ones, 12);
    expect(of.get('ROC AUC')!.value).toBe(0.5);
  });

  it('counts what is no number, as a miss as wrong as can be', () => {
    const { of, notFinite } = figuresOf(thatSays(() => Number.NaN));
    expect(notFinite).toBe(ROWS);
    expect(of.get('accuracy')!.value).toBe(0);
  });
});
