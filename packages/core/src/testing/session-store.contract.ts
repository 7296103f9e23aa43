import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OnlineStore } from '../ports/index.ts';
import type { OpenedStore, OpenStore } from './opened-store.ts';
import { ada, afterOneSecond, bea, codeOf } from './store-builders.ts';

const long = { ttlSeconds: 3_600 };
const short = { ttlSeconds: 1 };

/** Every promise of the SessionStore port, on whatever keeps it. */
export function sessionStoreContract(adapter: string, open: OpenStore): void {
  describe(`${adapter} keeps the SessionStore contract`, () => {
    let opened: OpenedStore;
    let store: OnlineStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.port;
    });
    afterEach(() => opened.close());

    const whose = (of: OnlineStore, ...sessions: string[]) => Promise.all(sessions.map((session) => of.sessions.touch(session, long)));

    it('[SE1] is found from every instance, and after a restart, until it is closed', async () => {
      await store.sessions.open('s1', ada, long);
      await store.sessions.open('s2', ada, long);
      await store.sessions.open('s3', bea, long);
      expect(await whose(await opened.another('two'), 's1', 's2', 's3', 's4')).toEqual([ada, ada, bea, null]);
      const again = await opened.restart();
      expect(await whose(again, 's1', 's2', 's3')).toEqual([ada, ada, bea]);
      await again.sessions.close('s1');
      await again.sessions.close('s1');
      await again.sessions.close('never-opened');
      expect(await whose(again, 's1', 's2', 's3')).toEqual([null, ada, bea]);
    });

    it('[SE1] is gone when its time is over', async () => {
      await store.sessions.open('short', ada, short);
      await store.sessions.open('long', ada, long);
      await afterOneSecond(opened);
      expect(await whose(store, 'short', 'long')).toEqual([null, ada]);
    });

    it('[SE2] has its time again when it is touched', async () => {
      await store.sessions.open('s', ada, short);
      expect(await store.sessions.touch('s', long)).toBe(ada);
      await afterOneSecond(opened);
      expect(await whose(store, 's')).toEqual([ada]);
    });

    it('[SE3] closes every session of a listener, and nobody else’s', async () => {
      for (const session of ['a1', 'a2', 'a3']) await store.sessions.open(session, ada, long);
      await store.sessions.open('b1', bea, long);
      await store.sessions.closeAll(ada);
      expect(await whose(store, 'a1', 'a2', 'a3', 'b1')).toEqual([null, null, null, bea]);
      await store.sessions.closeAll(ada);
      await store.sessions.open('a4', ada, long);
      expect(await whose(store, 'a4')).toEqual([ada]);
    });

    it('[SE3] closes those too that were touched for longer than they were opened for', async () => {
      await store.sessions.open('kept-alive', ada, short);
      await store.sessions.touch('kept-alive', long);
      await store.sessions.open('brief', bea, long);
      await store.sessions.open('briefer', bea, short);
      await afterOneSecond(opened);
      await store.sessions.closeAll(ada);
      await store.sessions.closeAll(bea);
      expect(await whose(store, 'kept-alive', 'brief', 'briefer')).toEqual([null, null, null]);
    });

    it('rejects with store_unavailable once it is closed', async () => {
      await opened.restart();
      expect(await codeOf(store.sessions.open('s', ada, long))).toBe('store_unavailable');
      expect(await codeOf(store.sessions.touch('s', long))).toBe('store_unavailable');
      expect(await codeOf(store.sessions.closeAll(ada))).toBe('store_unavailable');
    });
  });
}
