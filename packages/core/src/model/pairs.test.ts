import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackId } from '../testing/builders.ts';
import { addPair, freshPairs } from './pairs.ts';

describe('co-listening of one track', () => {
  it('lowers every other pair by half a percent with each new one', () => {
    const pairs = freshPairs();
    addPair(pairs, trackId(1), 1);
    addPair(pairs, trackId(2), 0.5);
    addPair(pairs, trackId(2), 0.5);
    expect(pairs.weights.get(trackId(1))! * pairs.share).toBeCloseTo(0.995 ** 2, 12);
    expect(pairs.weights.get(trackId(2))! * pairs.share).toBeCloseTo(0.5 + 0.5 * 0.995, 12);
  });

  it('stays small, keeps the newest and the strongest, and stays a number over 20,000 pairs', () => {
    const pairs = freshPairs();
    for (let i = 0; i < 20_000; i++) {
      addPair(pairs, trackId(i % 7 === 0 ? 1 : i % 500), i % 7 === 0 ? 1 : 0.02);
      expect(pairs.weights.size).toBeLessThanOrEqual(256);
      expect(pairs.weights.has(trackId(i % 7 === 0 ? 1 : i % 500))).toBe(true);
    }
    const [strongest] = [...pairs.weights].sort(([, a], [, b]) => b - a)[0]!;
    expect(strongest).toBe(trackId(1));
    expect(pairs.weights.get(trackId(1))! * pairs.share).toBeGreaterThan(25);
    expect(pairs.weights.get(trackId(1))! * pairs.share).toBeLessThan(35);
  });

  it('comes to what lowering all of them each time comes to', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 100 })), { maxLength: 300 }), (added) => {
        const pairs = freshPairs();
        const plain = new Map<number, number>();
        for (const [track, weight] of added) {
          addPair(pairs, trackId(track), weight / 50);
          for (const [other, value] of plain) plain.set(other, value * 0.995);
          plain.set(track, (plain.get(track) ?? 0) + weight / 50);
        }
        for (const [track, value] of plain) expect(pairs.weights.get(trackId(track))! * pairs.share).toBeCloseTo(value, 8);
      }),
    );
  });
});
