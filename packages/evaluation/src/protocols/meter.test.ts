import { describe, expect, it } from 'vitest';
import type { CreateRecommender } from '../models/recommender.ts';
import { someInteractions } from '../testing/some-interactions.ts';
import { createMeter } from './meter.ts';
import { runPrequential } from './prequential.ts';

const MEGABYTE = 1e6;
const NUMBERS_A_MEGABYTE = MEGABYTE / 8;
const data = someInteractions({ listeners: 150, each: 20 });

/** Learns a part of so many megabytes at each event, half of it outside of the heap, and leaves twice as much garbage. */
function holding(megabytes: number): CreateRecommender {
  return () => {
    const held: unknown[] = [];
    const part = Math.ceil((megabytes * NUMBERS_A_MEGABYTE) / data.users.length / 2);
    let waste: unknown;
    return {
      learn() {
        held.push(
          new Float64Array(part).fill(1),
          Array.from({ length: part }, (_, i) => i + 0.5),
        );
        waste = Array.from({ length: 2 * part }, (_, i) => [i]);
      },
      score(_user, _nowMs, into) {
        into.fill(held.length + (waste ? 0 : 1));
      },
    };
  };
}

describe('the memory of a model', () => {
  it('is what it holds, on the heap and outside, and none of its garbage', () => {
    const { cost } = runPrequential(data, holding(24), { k: 10, seed: 0, rankEvery: 50 });
    expect(cost.peakBytes / MEGABYTE).toBeGreaterThan(24);
    expect(cost.peakBytes / MEGABYTE).toBeLessThan(24 * 1.1);
  });

  it('counts what was in use before as nobody’s, and a model that is not used again as still there', () => {
    const meter = createMeter();
    meter.hold(Array.from({ length: NUMBERS_A_MEGABYTE }, (_, i) => i + 0.5));
    expect(meter.cost().peakBytes / MEGABYTE).toBeCloseTo(1, 0);
    expect(createMeter().cost().peakBytes / MEGABYTE).toBeLessThan(0.2);
  });
});
