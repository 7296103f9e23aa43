import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawFrom, posteriorOf } from './bayesian.ts';
import { Chance } from './chance.ts';
import { createRanker, packRanker, RANKERS, type RankerName, unpackRanker } from './kinds.ts';
import type { Label } from './ranker.ts';

const names = Object.keys(RANKERS) as RankerName[];
const learners = names.filter((name) => name !== 'base-rate');
/** The Bayesian takes columns as they are. */
const scaling = learners.filter((name) => name !== 'bayesian');
const COLUMNS = 3;

interface Row {
  readonly row: Float64Array;
  readonly label: Label;
}

/** Ones where the first column, or with `turned` where it does not, exceeds a half; the others are noise on other scales. */
function rowsOf(count: number, seed: number, turned = false): Row[] {
  const chance = new Chance(seed);
  return Array.from({ length: count }, () => {
    const row = Float64Array.of(chance.next(), 1_000 * chance.next(), chance.normal() / 100);
    return { row, label: row[0]! > 0.5 !== turned ? 1 : 0 };
  });
}

function learnAll(name: RankerName, rows: readonly Row[], seed = 1) {
  const ranker = createRanker(name, { columns: COLUMNS, seed });
  for (const { row, label } of rows) ranker.learn(row, label, 1);
  return ranker;
}

const accuracyOf = (ranker: ReturnType<typeof learnAll>, rows: readonly Row[]) =>
  rows.filter(({ row, label }) => ranker.predict(row) > 0.5 === (label === 1)).length / rows.length;

describe.each(names)('the ranker %s', (name) => {
  it('gives probabilities, whatever it has learnt, and predicting changes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            row: fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: COLUMNS, maxLength: COLUMNS }),
            label: fc.constantFrom(0 as const, 1 as const),
            weight: fc.double({ min: 0.01, max: 3, noNaN: true }),
          }),
          { maxLength: 60 },
        ),
        (rows) => {
          const ranker = createRanker(name, { columns: COLUMNS, seed: 7 });
          for (const { row, label, weight } of rows) {
            const values = Float64Array.from(row);
            const before = ranker.predict(values);
            expect(before).toBeGreaterThanOrEqual(0);
            expect(before).toBeLessThanOrEqual(1);
            expect(ranker.predict(values)).toBe(before);
            ranker.learn(values, label, weight);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same to the bit after the same rows, and goes on from its bytes as if nothing had happened', () => {
    const rows = rowsOf(1_500, 3);
    const again = rowsOf(700, 4, true);
    const ranker = learnAll(name, rows);
    expect(packRanker(name, { columns: COLUMNS, seed: 1 }, learnAll(name, rows))).toEqual(
      packRanker(name, { columns: COLUMNS, seed: 1 }, ranker),
    );
    const packed = packRanker(name, { columns: COLUMNS, seed: 1 }, ranker);
    const unpacked = unpackRanker(packed);
    expect(unpacked.name).toBe(name);
    expect(unpacked.shape).toEqual({ columns: COLUMNS, seed: 1 });
    for (const { row, label } of again) {
      expect(unpacked.ranker.predict(row)).toBe(ranker.predict(row));
      unpacked.ranker.learn(row, label, 1);
      ranker.learn(row, label, 1);
    }
  });

  it('refuses bytes that were cut or are of another version', () => {
    const packed = packRanker(name, { columns: COLUMNS, seed: 1 }, learnAll(name, rowsOf(300, 5)));
    expect(() => unpackRanker(packed.subarray(0, packed.length - 1))).toThrow('ends too early');
    expect(() => unpackRanker(Uint8Array.from(packed, (byte, at) => (at === 0 ? 99 : byte)))).toThrow('version 99');
  });

  it('has bytes of a bounded size, however much it learns', () => {
    const ranker = createRanker(name, { columns: COLUMNS, seed: 1 });
    const chance = new Chance(9);
    for (let i = 0; i < 30_000; i++) {
      const row = Float64Array.of(chance.next(), chance.next(), chance.next());
      // A pattern that no tree of 512 leaves can hold, drifting.
      ranker.learn(row, (Math.floor(row[0]! * 40 + i / 5_000) + Math.floor(row[1]! * 40)) % 2 === 0 ? 1 : 0, 1);
    }
    expect(packRanker(name, { columns: COLUMNS, seed: 1 }, ranker).length).toBeLessThan(1_000_000);
  });
});

describe.each(scaling)('the ranker %s', (name) => {
  it('learns what decides, among columns of any scale that do not', () => {
    expect(accuracyOf(learnAll(name, rowsOf(6_000, 1)), rowsOf(1_000, 2))).toBeGreaterThan(0.93);
  });
});

describe.each(learners)('the ranker %s', (name) => {
  it('counts a row of weight 3 more than a row of weight 1', () => {
    const [light, heavy] = [1, 3].map((weight) => {
      const ranker = learnAll(name, rowsOf(400, 11));
      for (let i = 0; i < 24; i++) ranker.learn(Float64Array.of(0.9, 500, 0), 0, weight);
      return ranker.predict(Float64Array.of(0.9, 500, 0));
    });
    expect(heavy!).toBeLessThan(light!);
  });
});

describe('what adapts', () => {
  it('is right again soon after everything has turned, where a tree that does not adapt is not', () => {
    const turned = (name: RankerName) => {
      const ranker = learnAll(name, rowsOf(8_000, 1));
      for (const { row, label } of rowsOf(3_000, 2, true)) ranker.learn(row, label, 1);
      return accuracyOf(ranker, rowsOf(1_000, 3, true));
    };
    for (const name of ['adaptive-tree', 'network', 'blend'] as const) expect(turned(name), name).toBeGreaterThan(0.9);
    expect(turned('hoeffding-tree')).toBeLessThan(turned('adaptive-tree'));
  });

  it('draws leaf weights by the seed: another seed is another tree', () => {
    const pack = (seed: number) =>
      packRanker('adaptive-tree', { columns: COLUMNS, seed: 0 }, learnAll('adaptive-tree', rowsOf(900, 1), seed));
    expect(pack(1)).toEqual(pack(1));
    expect(pack(1)).not.toEqual(pack(2));
  });

  it('gives a column that says nothing a coefficient of exactly 0, with FTRL', () => {
    const chance = new Chance(4);
    const ranker = createRanker('ftrl', { columns: 2, seed: 1 });
    for (let i = 0; i < 200; i++) {
      const at = chance.next();
      ranker.learn(Float64Array.of(at, 5), at > 0.5 ? 1 : 0, 1);
    }
    expect(ranker.predict(Float64Array.of(0.7, 5))).toBe(ranker.predict(Float64Array.of(0.7, -3_000)));
  });
});

describe('the Bayesian', () => {
  const rows = (count: number): Row[] => {
    const chance = new Chance(21);
    return Array.from({ length: count }, () => {
      const row = Float64Array.of(chance.normal(), chance.normal(), chance.normal());
      return { row, label: chance.next() < 1 / (1 + Math.exp(-2 * row[0]! + row[1]!)) ? 1 : 0 };
    });
  };

  it('comes to believe the coefficients that made the labels, and gets surer of them the more it has seen', () => {
    const few = posteriorOf(learnAll('bayesian', rows(50)))!;
    const { mean, deviation } = posteriorOf(learnAll('bayesian', rows(5_000)))!;
    expect(mean[0]).toBeCloseTo(2, 0);
    expect(mean[1]).toBeCloseTo(-1, 0);
    expect(mean[2]).toBeCloseTo(0, 0);
    for (let i = 0; i < 3; i++) expect(deviation[i]!).toBeLessThan(few.deviation[i]!);
  });

  it('is nearer to one half the less it has seen of what it is asked', () => {
    const ranker = learnAll('bayesian', rows(300));
    const asked = Float64Array.of(1, 0, 0);
    const unseen = createRanker('bayesian', { columns: COLUMNS, seed: 1 });
    expect(ranker.predict(asked)).toBeGreaterThan(0.6);
    expect(unseen.predict(asked)).toBe(0.5);
  });

  it('draws coefficients round the mean, as far off as it is unsure', () => {
    const posterior = posteriorOf(learnAll('bayesian', rows(200)))!;
    const chance = new Chance(2);
    const draws = Array.from({ length: 2_000 }, () => drawFrom(posterior, chance)[0]!);
    const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
    const deviation = Math.sqrt(draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) / draws.length);
    expect(mean).toBeCloseTo(posterior.mean[0]!, 1);
    expect(deviation / posterior.deviation[0]!).toBeGreaterThan(0.9);
    expect(deviation / posterior.deviation[0]!).toBeLessThan(1.1);
  });
});
