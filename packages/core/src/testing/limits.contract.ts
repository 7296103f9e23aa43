import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OnlineStore } from '../ports/index.ts';
import type { OpenedStore, OpenStore } from './opened-store.ts';
import { afterOneSecond } from './store-builders.ts';

/** Every promise of the Limits port, on whatever keeps it. */
export function limitsContract(adapter: string, open: OpenStore): void {
  describe(`${adapter} keeps the Limits contract`, () => {
    let opened: OpenedStore;
    let store: OnlineStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.port;
    });
    afterEach(() => opened.close());

    it('[LI1] lets so many pass, and tells the next how long is left, by each key', async () => {
      const take = (key: string) => store.limits.take(key, { limit: 3, windowSeconds: 60 });
      expect([await take('ada'), await take('ada'), await take('ada')]).toEqual([0, 0, 0]);
      const waits = [await take('ada'), await take('ada')];
      for (const wait of waits) {
        expect(wait).toBeGreaterThan(30_000);
        expect(wait).toBeLessThanOrEqual(60_000);
      }
      expect(waits[1]).toBeLessThanOrEqual(waits[0] ?? 0);
      expect(await take('bea')).toBe(0);
    });

    it('[LI1] lets exactly so many pass that ask at once, over all instances', async () => {
      const other = await opened.another('two');
      const asked = Array.from({ length: 40 }, (_, i) => (i % 2 ? store : other).limits.take('all', { limit: 7, windowSeconds: 60 }));
      expect((await Promise.all(asked)).filter((wait) => wait === 0)).toHaveLength(7);
    });

    it('[LI1] lets nobody pass where the limit is none', async () => {
      expect(await store.limits.take('closed', { limit: 0, windowSeconds: 60 })).toBeGreaterThan(0);
    });

    it('[LI2] starts the next window full, though it was asked all the while', async () => {
      const take = () => store.limits.take('ada', { limit: 2, windowSeconds: 1 });
      const first = [await take(), await take(), await take(), await take()];
      expect(first.map((wait) => wait > 0)).toEqual([false, false, true, true]);
      await afterOneSecond(opened);
      const second = [await take(), await take(), await take()];
      expect(second.map((wait) => wait > 0)).toEqual([false, false, true]);
    });
  });
}
