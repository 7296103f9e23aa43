import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Position } from '../events/index.ts';
import { MAX_PENDING_ACTS, type OnlineStore } from '../ports/index.ts';
import type { OpenedStore, OpenStore } from './opened-store.ts';
import { ada, at, bea, bytes, PARTITION, savesTastes, textOf } from './store-builders.ts';

/** Every promise of the PendingActs port but the day, which no suite can wait for. */
export function pendingActsContract(adapter: string, open: OpenStore): void {
  describe(`${adapter} keeps the PendingActs contract`, () => {
    let opened: OpenedStore;
    let store: OnlineStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.port;
    });
    afterEach(() => opened.close());

    const adds = (position: Position, text = `act ${position.offset}`) =>
      store.pending.add(PARTITION, ada, { position, event: bytes(text) });
    const listed = async (of = store, who = ada) => (await of.pending.list(PARTITION, who)).map(({ event }) => textOf(event));

    it('[PA1] lists nothing for nobody', async () => {
      await adds(at(1));
      expect(await store.pending.list(PARTITION, bea)).toEqual([]);
    });

    it('[PA1] lists in the order of the positions, whatever order they came in, on every instance', async () => {
      const ordered = [
        ...[0, 9, 10, 127, 128, 255, 256, 65_536, 2 ** 32, 2 ** 40].map((offset) => at(offset)),
        at(0, 1_750_000_000_001),
        at(3, 1_750_000_000_001),
      ];
      for (let i = 0; i < ordered.length; i++) await adds(ordered[(i * 7 + 3) % ordered.length] ?? at(0));
      const kept = await (await opened.another('two')).pending.list(PARTITION, ada);
      expect(kept.map(({ position }) => position)).toEqual(ordered);
      expect(kept.map(({ event }) => textOf(event))).toEqual(ordered.map(({ offset }) => `act ${offset}`));
    });

    it('[PA1] gives the event’s bytes back as they were', async () => {
      const every = Uint8Array.from({ length: 256 }, (_, i) => i);
      await store.pending.add(PARTITION, ada, { position: at(1), event: every });
      const [kept] = await store.pending.list(PARTITION, ada);
      expect(Buffer.from(kept?.event ?? []).equals(every)).toBe(true);
    });

    it('[PA2] keeps nothing at or before the saved taste', async () => {
      await savesTastes(store, [256]);
      for (const learnt of [at(0), at(9), at(255), at(256), at(9_000, 1)]) await adds(learnt);
      expect(await listed()).toEqual([]);
      await adds(at(257));
      await adds(at(1, 1_750_000_000_001));
      expect(await listed()).toEqual(['act 257', 'act 1']);
    });

    it('[PA2] holds no learnt act, however saves and adds from two instances cross', async () => {
      const worker = await opened.another('worker');
      for (let offset = 1; offset <= 40; offset++) {
        await Promise.all([adds(at(offset)), savesTastes(worker, [offset]), adds(at(offset + 1))]);
        expect(await listed()).toEqual([`act ${offset + 1}`]);
      }
    });

    it('[PA3] keeps the newest when there are too many', async () => {
      const most = MAX_PENDING_ACTS + 3;
      await Promise.all(Array.from({ length: most }, (_, offset) => adds(at(offset))));
      const kept = await store.pending.list(PARTITION, ada);
      expect(kept.map(({ position }) => position.offset)).toEqual(Array.from({ length: MAX_PENDING_ACTS }, (_, i) => i + 3));
    });

    it('[PA4] keeps one act of a position: adding again replaces', async () => {
      await adds(at(5), 'a like');
      await adds(at(6), 'after');
      await adds(at(5), 'a like');
      expect(await listed()).toEqual(['a like', 'after']);
      await adds(at(5), 'written otherwise');
      expect(await listed()).toEqual(['written otherwise', 'after']);
    });
  });
}
