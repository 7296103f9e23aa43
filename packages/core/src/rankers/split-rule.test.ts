import { expect, it } from 'vitest';
import { Chance } from './chance.ts';
import { Leaf } from './leaf.ts';
import { splitOf } from './split-rule.ts';

const COLUMNS = 5;

it('does not split on what a few rows say by chance after many that were nearly all of one label', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const chance = new Chance(seed);
    const leaf = new Leaf(COLUMNS, 0);
    const learn = (share: number) => {
      const row = Float64Array.from({ length: COLUMNS }, () => chance.next());
      leaf.learn(row, chance.next() < share ? 1 : 0, 1);
      return splitOf(leaf);
    };
    for (let i = 0; i < 10_000; i++) expect(learn(0.005)).toBeNull();
    for (let i = 0; i < 2_000; i++) expect(learn(0.5), `row ${i}, seed ${seed}`).toBeNull();
  }
});

it('splits on what the rows since then do say', () => {
  const chance = new Chance(1);
  const leaf = new Leaf(COLUMNS, 0);
  for (let i = 0; i < 10_000; i++) {
    leaf.learn(
      Float64Array.from({ length: COLUMNS }, () => chance.next()),
      chance.next() < 0.005 ? 1 : 0,
      1,
    );
    splitOf(leaf);
  }
  let split = null;
  for (let i = 0; i < 2_000 && !split; i++) {
    const row = Float64Array.from({ length: COLUMNS }, () => chance.next());
    leaf.learn(row, row[3]! > 0.5 ? 1 : 0, 1);
    split = splitOf(leaf);
  }
  expect(split?.column).toBe(3);
  expect(split?.threshold).toBeCloseTo(0.5, 0);
});
