import { describe, expect, it, vi } from 'vitest';
import { within } from './within.ts';

describe('within', () => {
  it('gives what came in time, and leaves no timer behind', async () => {
    vi.useFakeTimers();
    await expect(within(50, Promise.resolve('here'))).resolves.toBe('here');
    await expect(within(50, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('rejects once it took too long, in the words that it is given, whatever comes of the work later', async () => {
    let fail: (cause: Error) => void = () => {};
    const work = new Promise((_, reject) => {
      fail = reject;
    });
    await expect(within(1, work)).rejects.toThrow('no answer within 1 ms');
    await expect(within(1, work, () => new TypeError('the disk is asleep'))).rejects.toThrow(TypeError);
    fail(new Error('nobody hears of this'));
  });
});
