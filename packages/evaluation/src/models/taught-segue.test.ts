import { describe, expect, it } from 'vitest';
import { createTaughtSegue, listenerIdOf } from './taught-segue.ts';

const world = { userCount: 1, itemCount: 4, seed: 0 };
const taught = (inOrder: boolean) => {
  const model = createTaughtSegue({ ...world, inOrder });
  for (let item = 0; item < 3; item++) model.learn({ user: 0, item, atMs: null, strength: 1 });
  const { windows } = model.learning.tasteOf(listenerIdOf(0))!.state;
  return { windows, askedMs: model.askedMs(0, null) };
};

describe('a source without times', () => {
  it('is one session of each listener where it knows an order, and a list is asked for in it', () => {
    const { windows, askedMs } = taught(true);
    expect(windows.lastMs).toBeGreaterThan(windows.sessionStartMs);
    expect(windows.sessionStartMs).toBeGreaterThan(0);
    expect(askedMs).toBe(windows.lastMs);
  });

  it('has no recency where it knows none', () => {
    const { windows, askedMs } = taught(false);
    expect(windows.lastMs).toBe(0);
    expect(askedMs).toBe(0);
  });
});
