import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackId } from '../testing/builders.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { Enjoyed, MAX_ENJOYED } from './enjoyed.ts';
import { hashOf } from './hash.ts';

describe('the tracks that a listener enjoyed', () => {
  it('come to each once, the last heard at the end, whatever is added and removed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(700), fc.boolean()), { maxLength: 900, size: 'max' }), (acts) => {
        const enjoyed = new Enjoyed();
        const plain: number[] = [];
        for (const [track, isAdded] of acts) {
          const hash = hashOf(trackId(track));
          const at = plain.indexOf(hash);
          if (at >= 0) plain.splice(at, 1);
          if (!isAdded) enjoyed.remove(trackId(track));
          else {
            enjoyed.add(trackId(track), 1);
            if (plain.length === MAX_ENJOYED) plain.shift();
            plain.push(hash);
          }
        }
        expect([...enjoyed.hashes()]).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });

  it('weigh more the more often they were enjoyed, against the mean, and stay numbers', () => {
    const enjoyed = new Enjoyed();
    for (let i = 0; i < 3; i++) enjoyed.add(trackId(1), 1);
    enjoyed.add(trackId(2), 1);
    expect([...enjoyed.strengths()]).toEqual([Math.sqrt(1.5), Math.sqrt(0.5)]);
    for (let i = 0; i < 1_000; i++) enjoyed.add(trackId(1), 20);
    expect(enjoyed.strengths().every(Number.isFinite)).toBe(true);
    expect([...new Enjoyed().strengths()]).toEqual([]);
  });

  it('are in the record as they were, and a copy lives by itself', () => {
    const enjoyed = new Enjoyed();
    for (let i = 0; i < 40; i++) enjoyed.add(trackId(i), 1 + (i % 3));
    const writer = new ByteWriter();
    enjoyed.write(writer);
    const read = Enjoyed.read(new ByteReader(writer.takeOwn()));
    const copy = enjoyed.copy();
    copy.add(trackId(99), 1);
    expect(read.hashes()).toEqual(enjoyed.hashes());
    expect(read.strengths()).toEqual(enjoyed.strengths());
    expect(copy.size).toBe(enjoyed.size + 1);
  });
});
