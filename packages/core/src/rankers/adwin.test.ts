import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../model/index.ts';
import { Adwin } from './adwin.ts';
import { Chance } from './chance.ts';

function bitsInto(window: Adwin, count: number, share: number, seed: number): number {
  const chance = new Chance(seed);
  let drops = 0;
  for (let i = 0; i < count; i++) if (window.add(chance.next() < share ? 1 : 0)) drops++;
  return drops;
}

describe('the adaptive window', () => {
  it('keeps everything while nothing changes, in all but a few of two hundred runs', () => {
    let dropped = 0;
    for (let seed = 0; seed < 200; seed++) if (bitsInto(new Adwin(), 2_000, 0.3, seed) > 0) dropped++;
    // Delta is 0.002 for each look; the bound is wide of it.
    expect(dropped).toBeLessThanOrEqual(10);
  });

  it('drops what came before a change, and knows the mean since', () => {
    const window = new Adwin();
    bitsInto(window, 3_000, 0.1, 1);
    expect(window.width).toBe(3_000);
    expect(bitsInto(window, 1_000, 0.6, 2)).toBeGreaterThan(0);
    expect(window.width).toBeLessThan(1_200);
    expect(window.mean).toBeGreaterThan(0.5);
  });

  it('has the mean of all bits that it holds, and goes on from its bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0 as const, 1 as const), { minLength: 1, maxLength: 400 }), (bits) => {
        const window = new Adwin();
        const dropped = bits.some((bit) => window.add(bit));
        if (!dropped) {
          expect(window.width).toBe(bits.length);
          expect(window.mean).toBeCloseTo(bits.reduce((sum: number, bit) => sum + bit, 0) / bits.length, 10);
        }
        const out = new ByteWriter();
        window.write(out);
        const again = Adwin.read(new ByteReader(out.take()));
        for (const bit of bits) expect(again.add(bit)).toBe(window.add(bit));
        expect(again.mean).toBe(window.mean);
      }),
    );
  });
});
