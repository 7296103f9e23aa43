import { describe, expect, it } from 'vitest';
import { expectedRank } from './rank.ts';

const everyone = (count: number, own: readonly number[] = []) => ({ tracks: Int32Array.from({ length: count }, (_, i) => i), count, own });

describe('the expected rank', () => {
  it('is 1 for the best and counts whoever is better', () => {
    expect(expectedRank(Float64Array.of(3, 2, 1), 0, everyone(3))).toBe(1);
    expect(expectedRank(Float64Array.of(3, 2, 1), 2, everyone(3))).toBe(3);
  });

  it('is the middle of the places that a tie holds, wherever the track stands in it', () => {
    const scores = Float64Array.of(1, 1, 1, 1);
    expect([0, 1, 2, 3].map((target) => expectedRank(scores, target, everyone(4)))).toEqual([2.5, 2.5, 2.5, 2.5]);
  });

  it('leaves out what the listener has had, better or equal', () => {
    expect(expectedRank(Float64Array.of(9, 1, 1), 2, everyone(3, [0, 1]))).toBe(1);
  });

  it('does not look at tracks that are not candidates', () => {
    expect(expectedRank(Float64Array.of(1, 9), 0, { tracks: Int32Array.of(0), count: 1, own: [] })).toBe(1);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('is none where any score is %d', (bad) => {
    expect(expectedRank(Float64Array.of(1, bad), 0, everyone(2))).toBeNull();
    expect(expectedRank(Float64Array.of(bad, 1), 0, everyone(2))).toBeNull();
  });
});
