import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OnlineStore } from '../ports/index.ts';
import { trackId } from './builders.ts';
import { limitsContract } from './limits.contract.ts';
import { logMemoryContract } from './log-memory.contract.ts';
import type { OpenedStore, OpenStore } from './opened-store.ts';
import { pendingActsContract } from './pending-acts.contract.ts';
import { presenceContract } from './presence.contract.ts';
import { sessionStoreContract } from './session-store.contract.ts';
import { slateCacheContract } from './slate-cache.contract.ts';
import { ada, aSlate, aTrackChunk, at, bytes, codeOf, PARTITION, savesTastes } from './store-builders.ts';
import { tasteStoreContract } from './taste-store.contract.ts';
import { trackStoreContract } from './track-store.contract.ts';
import { until } from './until.ts';

/** The suites of all ports that an online store opens, and what it promises as a whole. */
export function onlineStoreContract(adapter: string, open: OpenStore): void {
  tasteStoreContract(adapter, open);
  trackStoreContract(adapter, open);
  slateCacheContract(adapter, open);
  pendingActsContract(adapter, open);
  presenceContract(adapter, open);
  sessionStoreContract(adapter, open);
  limitsContract(adapter, open);
  logMemoryContract(adapter, open);

  describe(`${adapter} keeps the OnlineStore contract`, () => {
    let opened: OpenedStore;
    let store: OnlineStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.port;
    });
    afterEach(() => opened.close());

    it('[OS1] forgets all that the log can teach again, in every partition, and keeps sessions, limits and sockets', async () => {
      await savesTastes(store, [1]);
      await store.tastes.save({ partition: 11, expectedMark: null, nextMark: at(4, 1, 11), writes: [] });
      await store.tracks.save(aTrackChunk(5, { writes: [{ track: trackId(1), record: bytes('one') }] }));
      await store.slates.put(PARTITION, ada, aSlate(1, { tasteAt: at(1) }), { ttlSeconds: 60 });
      await store.pending.add(PARTITION, ada, { position: at(2), event: bytes('a like') });
      await store.log.remember({ epoch: 1, listenPartitions: 12, stepPartitions: 4 });
      await store.sessions.open('s', ada, { ttlSeconds: 60 });
      await store.limits.take('ada', { limit: 1, windowSeconds: 60 });
      const api = await opened.another('api');
      const got: string[] = [];
      await api.presence.listen({ onNotice: (listener) => got.push(listener), onGap: () => {} });
      await api.presence.join(PARTITION, ada, 'tab');

      await store.forgetLearnt();
      expect(await store.tastes.load(PARTITION, [ada])).toEqual([null]);
      expect([await store.tastes.mark(PARTITION), await store.tastes.mark(11), await store.tracks.mark(PARTITION)]).toEqual([
        null,
        null,
        null,
      ]);
      expect(await store.tracks.load(PARTITION, [trackId(1)])).toEqual([null]);
      expect(await store.slates.get(PARTITION, ada)).toBeNull();
      expect(await store.pending.list(PARTITION, ada)).toEqual([]);
      expect(await store.log.recall()).toBeNull();
      expect(await store.sessions.touch('s', { ttlSeconds: 60 })).toBe(ada);
      expect(await store.limits.take('ada', { limit: 1, windowSeconds: 60 })).toBeGreaterThan(0);
      // What is learnt again is told to those who are still there.
      await savesTastes(store, [1]);
      await until(() => got.length > 0, 'the notice arrives');
      await store.forgetLearnt();
    });

    it('[OS2] is ready until it is closed, and can be closed twice', async () => {
      await store.ready();
      const again = await opened.restart();
      expect(await codeOf(store.ready())).toBe('store_unavailable');
      await again.ready();
      await store.close();
    });
  });
}
