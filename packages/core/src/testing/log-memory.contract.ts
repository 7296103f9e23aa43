import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OnlineStore } from '../ports/index.ts';
import type { OpenedStore, OpenStore } from './opened-store.ts';
import { codeOf } from './store-builders.ts';

/** Every promise of the LogMemory port, on whatever keeps it. */
export function logMemoryContract(adapter: string, open: OpenStore): void {
  describe(`${adapter} keeps the LogMemory contract`, () => {
    let opened: OpenedStore;
    let store: OnlineStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.port;
    });
    afterEach(() => opened.close());

    it('[LO1] recalls null where nothing was remembered', async () => {
      expect(await store.log.recall()).toBeNull();
    });

    it('[LO2] recalls what was remembered last, on every instance and after a restart', async () => {
      await store.log.remember({ epoch: 1_750_000_000_000, listenPartitions: 12, stepPartitions: 4 });
      // Zero stands for a store that is being taught again.
      const last = { epoch: 0, listenPartitions: 6, stepPartitions: 1 };
      await store.log.remember(last);
      expect(await store.log.recall()).toEqual(last);
      expect(await (await opened.another('two')).log.recall()).toEqual(last);
      expect(await (await opened.restart()).log.recall()).toEqual(last);
    });

    it('rejects with store_unavailable once it is closed', async () => {
      await opened.restart();
      expect(await codeOf(store.log.recall())).toBe('store_unavailable');
      expect(await codeOf(store.log.remember({ epoch: 1, listenPartitions: 1, stepPartitions: 1 }))).toBe('store_unavailable');
    });
  });
}
