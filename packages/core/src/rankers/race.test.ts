import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from './auc.ts';
import { Race } from './race.ts';

describe('the area under the ROC curve', () => {
  it('is how often a one is above a zero, ties counted half', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ said: fc.integer({ min: 0, max: 8 }), label: fc.constantFrom(0, 1) }), { minLength: 1, maxLength: 40 }),
        (rows) => {
          const ones = rows.filter(({ label }) => label === 1);
          const zeros = rows.filter(({ label }) => label === 0);
          let sum = 0;
          for (const one of ones) for (const zero of zeros) sum += one.said > zero.said ? 1 : one.said === zero.said ? 0.5 : 0;
          const area = areaUnderCurve(
            Float64Array.from(rows, ({ said }) => said / 8),
            Uint8Array.from(rows, ({ label }) => label),
          );
          if (ones.length === 0 || zeros.length === 0) expect(area).toBeNull();
          else expect(area).toBeCloseTo(sum / (ones.length * zeros.length), 12);
        },
      ),
    );
  });
});

describe('a race', () => {
  it('counts the last outcomes only, by log loss and by order', () => {
    const race = new Race(2, 4);
    expect(race.standings()[0]).toEqual({ n: 0, logLoss: null, auc: null });
    for (let i = 0; i < 9; i++) race.add([0.01, 0.5], 1);
    race.add([0.8, 0.5], 1);
    race.add([0.2, 0.5], 0);
    race.add([0.8, 0.5], 1);
    race.add([0.2, 0.5], 0);
    const [sure, unsure] = race.standings();
    expect(sure).toEqual({ n: 4, logLoss: -Math.log(0.8), auc: 1 });
    expect(unsure?.logLoss).toBeCloseTo(Math.log(2), 12);
    expect(unsure?.auc).toBe(0.5);
  });
});
