import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asListenerId } from '../events/index.ts';
import { mix } from '../model/index.ts';
import { armOf } from './arm-of.ts';
import { ListenerTally, VALUES_A_LISTENER } from './listener-tally.ts';
import { type ArmSums, differenceOf, meanOf } from './sequential.ts';
import { teamDraft } from './team-draft.ts';

const listeners = Array.from({ length: 4_000 }, (_, i) => asListenerId(`listener-${i}`));

describe('arms', () => {
  it('are equally large, and the same listener is always in the same', () => {
    for (const arms of [2, 3]) {
      const counts = Array.from({ length: arms }, () => 0);
      for (const listener of listeners) counts[armOf('order', listener, arms)]!++;
      // Three standard deviations of a binomial.
      const wide = 3 * Math.sqrt((listeners.length / arms) * (1 - 1 / arms));
      for (const count of counts) expect(Math.abs(count - listeners.length / arms)).toBeLessThan(wide);
    }
    for (const listener of listeners.slice(0, 50)) expect(armOf('order', listener, 2)).toBe(armOf('order', listener, 2));
  });

  it('of one experiment say nothing about those of another', () => {
    const both = listeners.filter((listener) => armOf('order', listener, 2) === armOf('colour', listener, 2)).length;
    expect(Math.abs(both - listeners.length / 2)).toBeLessThan(3 * Math.sqrt(listeners.length / 4));
  });
});

describe('team draft', () => {
  const ranking = (seed: number) => fc.sample(fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }), { numRuns: 1, seed })[0]!;

  it('shows each row once, in the order of either ranking, with teams that differ by one row at most while both have rows', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...Array(12).keys()], { minLength: 1 }),
        fc.shuffledSubarray([...Array(12).keys()], { minLength: 1 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(),
        (first, second, size, seed) => {
          const { rows, teams } = teamDraft([first, second], { size, coin: (round) => mix(seed + round) % 2 === 0 });
          const union = new Set([...first, ...second]);
          expect(rows.length).toBe(Math.min(size, union.size));
          expect(new Set(rows).size).toBe(rows.length);
          for (const team of [0, 1] as const) {
            const of = team === 0 ? first : second;
            const places = rows.filter((_, at) => teams[at] === team).map((row) => of.indexOf(row));
            expect(places).toEqual([...places].sort((a, b) => a - b));
            expect(places).not.toContain(-1);
          }
          // One who has no rows left of their own can pick no more.
          if (first.length === 12 && second.length === 12) {
            const seconds = teams.filter((team) => team === 1).length;
            expect(Math.abs(teams.length - 2 * seconds)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it('leaves a list as it is where both rankings are the same', () => {
    const same = ranking(3);
    expect(teamDraft([same, same], { size: 12, coin: (round) => round % 3 === 0 }).rows).toEqual(same);
  });

  it('prefers neither where listeners do not care', () => {
    let seconds = 0;
    for (let i = 0; i < 600; i++) {
      const { teams } = teamDraft([ranking(i), ranking(i + 9_000)], { size: 5, coin: (round) => mix(i * 977 + round) % 2 === 0 });
      seconds += teams.filter((team) => team === 1).length - teams.length / 2;
    }
    // Of five rows the odd one falls to either with one half.
    expect(Math.abs(seconds)).toBeLessThan(3 * Math.sqrt(600) * 0.5);
  });
});

describe('a test that may be looked at any time', () => {
  const random = (seed: number) => {
    let state = seed;
    return () => mix(state++ * 0x9e3779b1) / 2 ** 32;
  };

  /** How often, of so many experiments looked at after every listener, the interval was ever without the truth. */
  function everWrong(runs: number, size: number, shares: readonly [number, number]) {
    let wrong = 0;
    let found = 0;
    for (let run = 0; run < runs; run++) {
      const next = random(run * 100_003 + 1);
      const arms = [0, 1].map(() => ({ n: 0, sum: 0, squares: 0 }));
      let isWrong = false;
      let isFound = false;
      for (let i = 0; i < size; i++) {
        const arm = arms[i % 2]!;
        let value = 0;
        for (let j = 0; j < VALUES_A_LISTENER; j++) if (next() < shares[(i % 2) as 0 | 1]) value += 1 / VALUES_A_LISTENER;
        arm.n++;
        arm.sum += value;
        arm.squares += value * value;
        const verdict = differenceOf(arms[0]!, arms[1]!);
        if (!verdict) continue;
        const truth = shares[1] - shares[0];
        if (truth < verdict.low || truth > verdict.high) isWrong = true;
        if (verdict.low > 0) isFound = true;
      }
      if (isWrong) wrong++;
      if (isFound) found++;
    }
    return { wrong: wrong / runs, found: found / runs };
  }

  it('is wrong about two like arms in at most one of twenty, though looked at a thousand times each', () => {
    expect(everWrong(300, 1_000, [0.5, 0.5]).wrong).toBeLessThanOrEqual(0.05);
    expect(everWrong(200, 1_000, [0.05, 0.05]).wrong).toBeLessThanOrEqual(0.05);
  });

  it('holds the true difference all the time, and finds it', () => {
    const { wrong, found } = everWrong(100, 1_500, [0.5, 0.62]);
    expect(wrong).toBeLessThanOrEqual(0.05);
    expect(found).toBeGreaterThan(0.9);
  });

  it('gives no interval to a handful, and a finite one to listeners who all did the same', () => {
    const all = (n: number, value: number): ArmSums => ({ n, sum: n * value, squares: n * value * value });
    expect(differenceOf(all(20, 1), all(500, 0))).toBeNull();
    expect(meanOf(all(20, 1))).toBeNull();
    const verdict = differenceOf(all(100, 1), all(100, 1))!;
    expect(verdict.low).toBeLessThan(0);
    expect(verdict.high).toBeGreaterThan(0);
    expect(Number.isFinite(verdict.high)).toBe(true);
  });

  it('gets narrower with more listeners, at the same mean', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 5_000 }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (n, mean) => {
        const of = (count: number): ArmSums => ({ n: count, sum: count * mean, squares: count * (mean * mean + 0.05) });
        const width = (count: number) => meanOf(of(count))!.high - meanOf(of(count))!.low;
        expect(width(n * 2)).toBeLessThan(width(n));
      }),
    );
  });
});

describe('a listener', () => {
  it('counts once, with the mean of the first five values', () => {
    const tally = new ListenerTally(2);
    for (let i = 0; i < 12; i++) tally.add('ada', 1, i < 3 ? 1 : 0);
    for (let i = 0; i < 4; i++) tally.add('bob', 0, 1);
    expect(tally.sums()).toEqual([
      { n: 0, sum: 0, squares: 0 },
      { n: 1, sum: 0.6, squares: 0.36 },
    ]);
  });
});
