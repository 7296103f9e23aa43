import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asListenerId, type ListenerId } from '../events/index.ts';
import { type OnlineStore, PRESENCE_SECONDS } from '../ports/index.ts';
import type { OpenedStore, OpenStore } from './opened-store.ts';
import { aChunk, ada, at, aWrite, bea, bytes, PARTITION, savesTastes, textOf } from './store-builders.ts';
import { until } from './until.ts';

/** Everybody who listens in a test has a socket of this one: its notice comes after all that were sent before it. */
const fence = asListenerId('fence');

/** Every promise of the Presence port. */
export function presenceContract(adapter: string, open: OpenStore): void {
  describe(`${adapter} keeps the Presence contract`, () => {
    let opened: OpenedStore;
    let worker: OnlineStore;
    let offset = 0;
    beforeEach(async () => {
      opened = await open();
      worker = opened.port;
      offset = 0;
    });
    afterEach(() => opened.close());

    /** An api instance that notes what it is sent. */
    async function instance(name: string) {
      const store = await opened.another(name);
      const got: string[] = [];
      let gaps = 0;
      const listening = await store.presence.listen({
        onNotice: (listener, notice) => got.push(`${listener}: ${textOf(notice)}`),
        onGap: () => gaps++,
      });
      return {
        store,
        got,
        gaps: () => gaps,
        stop: () => listening.stop(),
        join: (listener: ListenerId, connection: string) => store.presence.join(PARTITION, listener, connection),
        leave: (listener: ListenerId, connection: string) => store.presence.leave(PARTITION, listener, connection),
        renew: (listener: ListenerId, connection: string) => store.presence.renew([{ partition: PARTITION, listener, connection }]),
      };
    }
    type Instance = Awaited<ReturnType<typeof instance>>;

    const changes = (listener: ListenerId) => savesTastes(worker, [++offset], listener);
    /** All that each was sent, once everything on its way has arrived. */
    async function gotBy(...instances: Instance[]): Promise<string[][]> {
      for (const one of instances) await one.join(fence, 'fence');
      await changes(fence);
      const last = `fence: fence ${offset}`;
      await until(() => instances.every(({ got }) => got.includes(last)), 'the last notice arrives');
      for (const one of instances) await one.leave(fence, 'fence');
      return instances.map(({ got }) => got.filter((notice) => !notice.startsWith('fence: ')));
    }

    it('[PR1] [TS4] tells every instance that holds a socket of the listener, once, and no other', async () => {
      const [one, two, three] = [await instance('api-1'), await instance('api-2'), await instance('api-3')];
      await one.join(ada, 'tab-1');
      await one.join(ada, 'tab-2');
      await two.join(ada, 'phone');
      await three.join(bea, 'tab-1');
      await changes(ada);
      await changes(bea);
      await changes(asListenerId('nobody-is-there'));
      expect(await gotBy(one, two, three)).toEqual([['ada: ada 1'], ['ada: ada 1'], ['bea: bea 2']]);
    });

    it('[PR1] [TS4] carries the taste’s bytes as they are, once the write stands', async () => {
      const store = await opened.another('api');
      const every = Uint8Array.from({ length: 256 }, (_, i) => i);
      const long = asListenerId(`A${'.~_-'.repeat(15)}xyz`);
      let got: { listener: string; same: boolean; stored: Promise<unknown>; slate: Promise<unknown> } | undefined;
      await store.presence.listen({
        onNotice: (listener, notice) => {
          got = {
            listener,
            same: Buffer.from(notice).equals(every),
            stored: store.tastes.load(PARTITION, [listener]),
            slate: store.slates.get(PARTITION, listener),
          };
        },
        onGap: () => {},
      });
      await store.presence.join(PARTITION, long, 'tab');
      await store.slates.put(
        PARTITION,
        long,
        { revision: { epoch: 1, taste: 0, view: 0 }, tasteAt: null, bytes: every },
        { ttlSeconds: 60 },
      );
      await worker.tastes.save(aChunk(7, { writes: [aWrite(7, { listener: long, notice: every })] }));
      await until(() => got !== undefined, 'the notice arrives');
      expect(got).toMatchObject({ listener: long, same: true });
      expect(await got?.stored).toMatchObject([{ position: at(7) }]);
      expect(await got?.slate).toBeNull();
    });

    it('[PR1] sends nothing of a save that did not stand', async () => {
      const one = await instance('api');
      await one.join(ada, 'tab');
      await changes(ada);
      expect(await worker.tastes.save(aChunk(9, { expectedMark: null }))).toBe('mark-moved');
      expect(await worker.tastes.save(aChunk(9, { expectedMark: at(1), writes: [aWrite(9, { expected: null })] }))).toBe('taste-moved');
      expect(await gotBy(one)).toEqual([['ada: ada 1']]);
    });

    it('[PR1] tells of every listener of a chunk', async () => {
      const one = await instance('api-1');
      const two = await instance('api-2');
      await one.join(ada, 'a');
      await two.join(bea, 'b');
      const writes = [aWrite(1, { notice: bytes('A') }), aWrite(1, { listener: bea, notice: bytes('B') })];
      await worker.tastes.save(aChunk(1, { writes }));
      offset = 1;
      expect(await gotBy(one, two)).toEqual([['ada: A'], ['bea: B']]);
    });

    it('[PR2] an instance stays with one of two connections, and goes with the last', async () => {
      const one = await instance('api-1');
      const two = await instance('api-2');
      await one.join(ada, 'tab-1');
      await one.join(ada, 'tab-2');
      // The same name elsewhere is another connection.
      await two.join(ada, 'tab-1');
      await two.leave(ada, 'tab-1');
      await one.leave(ada, 'tab-1');
      await one.leave(ada, 'tab-1');
      await changes(ada);
      expect(await gotBy(one, two)).toEqual([['ada: ada 1'], []]);
      await one.leave(ada, 'tab-2');
      await changes(ada);
      expect(await gotBy(one, two)).toEqual([['ada: ada 1'], []]);
      await one.leave(bea, 'never-joined');
    });

    it('[PR3] forgets an instance that stops renewing, and keeps one that goes on', async () => {
      const [gone, here] = [await instance('gone'), await instance('here')];
      await gone.join(ada, 'tab');
      await here.join(ada, 'tab');
      opened.pass((PRESENCE_SECONDS * 1_000 * 2) / 3);
      await here.renew(ada, 'tab');
      await changes(ada);
      opened.pass((PRESENCE_SECONDS * 1_000 * 2) / 3);
      await changes(ada);
      expect(await gotBy(gone, here)).toEqual([['ada: ada 1'], ['ada: ada 1', 'ada: ada 2']]);
      // It was only slow: its next renewal brings it back.
      await gone.renew(ada, 'tab');
      await here.renew(ada, 'tab');
      await changes(ada);
      const [back] = await gotBy(gone, here);
      expect(back?.at(-1)).toBe('ada: ada 4');
    });

    it('[PR3] an instance that died with two tabs open is forgotten with both', async () => {
      const one = await instance('api');
      await one.join(ada, 'tab-1');
      opened.pass((PRESENCE_SECONDS * 1_000) / 2);
      await one.join(ada, 'tab-2');
      opened.pass((PRESENCE_SECONDS * 1_000) / 2 + 1);
      await changes(ada);
      opened.pass((PRESENCE_SECONDS * 1_000) / 2);
      await changes(ada);
      expect(await gotBy(one)).toEqual([['ada: ada 1']]);
    });

    it('[PR4] notices of a listener arrive in the order of their saves', async () => {
      const one = await instance('api');
      await one.join(ada, 'tab');
      for (let i = 0; i < 100; i++) await changes(ada);
      expect(await gotBy(one)).toEqual([Array.from({ length: 100 }, (_, i) => `ada: ada ${i + 1}`)]);
      expect(one.gaps()).toBe(0);
    });

    it('[PR5] after the link was lost and is back every instance is told, once, and is sent what comes from then on', async () => {
      const [one, two] = [await instance('api-1'), await instance('api-2')];
      await one.join(ada, 'tab');
      await two.join(bea, 'tab');
      await changes(ada);
      await gotBy(one, two);
      expect([one.gaps(), two.gaps()]).toEqual([0, 0]);
      if (!opened.loseLink) return;
      await opened.loseLink();
      await until(() => one.gaps() > 0 && two.gaps() > 0, 'the gap is told');
      await changes(ada);
      await changes(bea);
      const [ofAda, ofBea] = await gotBy(one, two);
      expect(ofAda?.at(-1)).toMatch(/^ada: /);
      expect(ofAda).toHaveLength(2);
      expect(ofBea).toHaveLength(1);
      expect([one.gaps(), two.gaps()]).toEqual([1, 1]);
    });

    it('an instance that stopped listening is sent nothing more', async () => {
      const [one, two] = [await instance('api-1'), await instance('api-2')];
      await one.join(ada, 'tab');
      await two.join(ada, 'tab');
      await one.stop();
      await changes(ada);
      await gotBy(two);
      expect(one.got).toEqual([]);
    });
  });
}
