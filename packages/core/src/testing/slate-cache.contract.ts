import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comparePositions, compareRevisions, type Revision } from '../events/index.ts';
import type { OnlineStore } from '../ports/index.ts';
import type { OpenedStore, OpenStore } from './opened-store.ts';
import { ada, afterOneSecond, aSlate, at, bea, bytes, PARTITION, savesTastes } from './store-builders.ts';

const hour = { ttlSeconds: 3_600 };
/** Numbers that order differently as text, as bytes of integers, and across the sizes of both. */
const NUMBERS = [0, 1, 9, 10, 127, 128, 255, 256, 65_535, 65_536, 2 ** 31, 2 ** 32 + 1, 2 ** 53 - 1];

/** Every promise of the SlateCache port, on whatever keeps it. */
export function slateCacheContract(adapter: string, open: OpenStore): void {
  describe(`${adapter} keeps the SlateCache contract`, () => {
    let opened: OpenedStore;
    let store: OnlineStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.port;
    });
    afterEach(() => opened.close());

    it('[SC1] loads nobody’s as null, and each listener’s own, as it was put', async () => {
      expect(await store.slates.get(PARTITION, ada)).toBeNull();
      const every = Uint8Array.from({ length: 256 }, (_, i) => i);
      const withTaste = aSlate(3, { tasteAt: { epoch: 1_750_000_000_000, offset: 2 ** 40 }, bytes: every });
      expect(await store.slates.put(PARTITION, ada, withTaste, hour)).toBe(true);
      const without = aSlate(0, { revision: { epoch: 1_750_000_000_000, taste: 0, view: 4 }, bytes: new Uint8Array(0) });
      expect(await store.slates.put(PARTITION, bea, without, hour)).toBe(true);
      const other = await opened.another('two');
      for (const [who, slate] of [[ada, withTaste] as const, [bea, without] as const]) {
        const kept = await other.slates.get(PARTITION, who);
        expect({ revision: kept?.revision, tasteAt: kept?.tasteAt }).toEqual({ revision: slate.revision, tasteAt: slate.tasteAt });
        expect(Buffer.from(kept?.bytes ?? []).equals(slate.bytes)).toBe(true);
      }
    });

    it('[SC2] never keeps one that was ranked from an older taste than the stored one', async () => {
      await savesTastes(store, [256]);
      const put = (tasteAt: { epoch: number; offset: number } | null) => store.slates.put(PARTITION, ada, aSlate(9, { tasteAt }), hour);
      for (const stale of [null, at(255), at(0), at(9), at(2 ** 40, 1)]) expect(await put(stale), JSON.stringify(stale)).toBe(false);
      expect(await store.slates.get(PARTITION, ada)).toBeNull();
      expect(await put(at(256))).toBe(true);
      expect(await put(at(257))).toBe(true);
      expect(await put(at(0, 1_750_000_000_001))).toBe(true);
    });

    it('[SC2] asks only the listener’s own taste', async () => {
      await savesTastes(store, [9], bea);
      expect(await store.slates.put(PARTITION, ada, aSlate(1), hour)).toBe(true);
    });

    it('[SC2] never puts a lower revision over a higher one, and says whether it was kept', async () => {
      const revisions: Revision[] = NUMBERS.flatMap((n) => [
        { epoch: n, taste: 5, view: 5 },
        { epoch: 5, taste: n, view: 5 },
        { epoch: 5, taste: 5, view: n },
      ]);
      let highest: Revision | null = null;
      // A fixed order that goes up and down.
      for (let i = 0; i < revisions.length; i++) {
        const revision = revisions[(i * 17 + 5) % revisions.length] ?? { epoch: 0, taste: 0, view: 0 };
        const keeps = highest === null || compareRevisions(highest, revision) <= 0;
        const slate = aSlate(0, { revision, bytes: bytes(JSON.stringify(revision)) });
        expect(await store.slates.put(PARTITION, ada, slate, hour), JSON.stringify({ highest, revision })).toBe(keeps);
        if (keeps) highest = revision;
        expect((await store.slates.get(PARTITION, ada))?.revision).toEqual(highest);
      }
    });

    it('[SC2] never holds a stale slate, however saves and puts from two instances cross', async () => {
      const api = await opened.another('api');
      for (let offset = 1; offset <= 40; offset++) {
        const before = at(offset - 1);
        await Promise.all([
          api.slates.put(PARTITION, ada, aSlate(offset, { tasteAt: offset === 1 ? null : before }), hour),
          savesTastes(store, [offset]),
          api.slates.put(PARTITION, ada, aSlate(offset, { revision: { epoch: 1, taste: offset, view: 1 }, tasteAt: before }), hour),
        ]);
        const kept = await store.slates.get(PARTITION, ada);
        if (kept) expect(comparePositions(at(kept.tasteAt?.offset ?? -1), at(offset))).toBeGreaterThanOrEqual(0);
        expect(await api.slates.put(PARTITION, ada, aSlate(offset, { tasteAt: at(offset) }), hour)).toBe(true);
      }
    });

    it('[SC3] is gone when its time is over, and a lower revision may come then', async () => {
      await store.slates.put(PARTITION, bea, aSlate(1), hour);
      await store.slates.put(PARTITION, ada, aSlate(9), { ttlSeconds: 1 });
      expect(await store.slates.get(PARTITION, ada)).not.toBeNull();
      await afterOneSecond(opened);
      expect(await store.slates.get(PARTITION, ada)).toBeNull();
      expect(await store.slates.get(PARTITION, bea)).not.toBeNull();
      expect(await store.slates.put(PARTITION, ada, aSlate(1), hour)).toBe(true);
    });
  });
}
