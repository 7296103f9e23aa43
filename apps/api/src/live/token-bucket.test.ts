import { describe, expect, it } from 'vitest';
import { createBucket } from './token-bucket.ts';

describe('[L8] a bucket of tokens', () => {
  it('gives a burst, then one at a time, and says how long until the next', () => {
    let now = 0;
    const bucket = createBucket(() => now, { perSecond: 10, burst: 2 });
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 100]);
    now += 100;
    expect([bucket.take(), bucket.take()]).toEqual([0, 100]);
  });

  it('[L11] loses nothing when the clock is set back', () => {
    let now = 9 * 3_600_000;
    const bucket = createBucket(() => now, { perSecond: 10, burst: 2 });
    bucket.take();
    now = 0;
    expect([bucket.take(), bucket.take()]).toEqual([0, 100]);
    now += 100;
    expect(bucket.take()).toBe(0);
  });
});
