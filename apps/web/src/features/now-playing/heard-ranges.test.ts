import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeardRanges, heardFractionOf, withHeard } from './heard-ranges.ts';

const fold = (stretches: readonly (readonly [number, number])[]): HeardRanges =>
  stretches.reduce<HeardRanges>((ranges, [start, end]) => withHeard(ranges, start, end), []);
// Whole seconds lie further apart than the joining tolerance, so the count of seconds below is exact.
const stretches = fc.array(fc.tuple(fc.nat(120), fc.nat(120)), { maxLength: 30 });

describe('what was heard', () => {
  it('is the union of the stretches, whatever their order and overlap', () => {
    fc.assert(
      fc.property(stretches, (list) => {
        const seconds = new Set<number>();
        for (const [start, end] of list) for (let at = start; at < end; at++) seconds.add(at);
        expect(heardFractionOf(fold(list), 120)).toBeCloseTo(seconds.size / 120, 9);
      }),
    );
  });

  it('stays sorted, disjoint and small', () => {
    fc.assert(
      fc.property(stretches, (list) => {
        const ranges = fold(list);
        for (const [i, [start, end]] of ranges.entries()) {
          expect(start).toBeLessThan(end);
          if (i > 0) expect(start).toBeGreaterThan(ranges[i - 1]?.[1] ?? 0);
        }
      }),
    );
  });

  it('never falls when more is heard', () => {
    fc.assert(
      fc.property(stretches, fc.nat(120), fc.nat(120), (list, start, end) => {
        const ranges = fold(list);
        const more = heardFractionOf(withHeard(ranges, start, end), 100);
        expect(more).toBeGreaterThanOrEqual(heardFractionOf(ranges, 100) - 1e-12);
        expect(more).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("joins the browser's reports of one stretch", () => {
    expect(
      fold([
        [0, 0.25],
        [0.26, 0.5],
        [0.5, 0.75],
      ]),
    ).toEqual([[0, 0.75]]);
  });

  it('counts nothing while the duration is unknown', () => {
    expect(heardFractionOf([[0, 10]], Number.NaN)).toBe(0);
    expect(heardFractionOf([[0, 10]], Number.POSITIVE_INFINITY)).toBe(0);
  });
});
