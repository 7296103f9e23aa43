import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asListenerId } from '../events/index.ts';
import { ModelView } from '../model/model-view.ts';
import { foldEvent, newTaste } from '../model/taste.ts';
import { packTaste, TASTE_VERSION, unpackTaste } from '../model/taste-record.ts';
import type { OnlineStore, TasteWrite } from '../ports/index.ts';
import { anEvent, completes, likes, someTracks } from './builders.ts';
import type { OpenedStore, OpenStore } from './opened-store.ts';
import { aChunk, ada, aSlate, at, aWrite, bea, bytes, codeOf, PARTITION, savesTastes, textOf } from './store-builders.ts';

/** Every promise of the TasteStore port but who is sent a notice, which is Presence's. */
export function tasteStoreContract(adapter: string, open: OpenStore): void {
  describe(`${adapter} keeps the TasteStore contract`, () => {
    let opened: OpenedStore;
    let store: OnlineStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.port;
    });
    afterEach(() => opened.close());

    const offsetsOf = async (...listeners: (typeof ada)[]) =>
      (await store.tastes.load(PARTITION, listeners)).map((taste) => taste?.position.offset ?? null);
    /** All that a save can touch of ada's. */
    const everything = async () => ({
      tastes: await store.tastes.load(PARTITION, [ada, bea]),
      mark: await store.tastes.mark(PARTITION),
      slate: await store.slates.get(PARTITION, ada),
      pending: await store.pending.list(PARTITION, ada),
      session: await store.sessions.touch('adas-session', { ttlSeconds: 60 }),
    });

    it('[TS1] loads nobody as null, in the order asked for, and nothing for no one', async () => {
      await savesTastes(store, [1], bea);
      expect(await offsetsOf(ada, bea, asListenerId('cleo'))).toEqual([null, 1, null]);
      expect(await offsetsOf(bea, ada)).toEqual([1, null]);
      expect(await store.tastes.load(PARTITION, [])).toEqual([]);
      expect(await store.tastes.mark(PARTITION)).not.toBeNull();
      expect(await store.tastes.mark(PARTITION + 1)).toBeNull();
    });

    it('[TS2] loads byte for byte what was saved, with its position, through a restart', async () => {
      const every = Uint8Array.from({ length: 256 }, (_, i) => i);
      // A view into something larger, as a packer hands it on, and one that is large itself.
      const view = new Uint8Array([9, 9, ...every, 9, 9]).subarray(2, 258);
      const large = Uint8Array.from({ length: 64 * 1024 }, (_, i) => (i * 31) % 251);
      const long = asListenerId(`A${'.~_-'.repeat(15)}xyz`);
      const writes: TasteWrite[] = [
        aWrite(0, { next: { record: view, position: at(0) } }),
        aWrite(2 ** 40, { listener: bea, next: { record: large, position: at(2 ** 40) } }),
        aWrite(1, { listener: long, next: { record: new Uint8Array(0), position: at(1) } }),
      ];
      expect(await store.tastes.save(aChunk(2 ** 40, { writes }))).toBe('saved');
      for (const opens of [async () => store, opened.restart]) {
        const of = await opens();
        const kept = await of.tastes.load(PARTITION, [ada, bea, long]);
        expect(kept.map((taste) => taste?.position)).toEqual([at(0), at(2 ** 40), at(1)]);
        expect(Buffer.from(kept[0]?.record ?? []).equals(every)).toBe(true);
        expect(Buffer.from(kept[1]?.record ?? []).equals(large)).toBe(true);
        expect(kept[2]?.record.length).toBe(0);
        expect(await of.tastes.mark(PARTITION)).toEqual(at(2 ** 40));
      }
    });

    it('[TS2] keeps the beginning of a record that a save keeps, be the rest longer, shorter or nothing, through a restart', async () => {
      const saves: [keeps: number, rest: string, whole: string][] = [
        [0, 'checkpoint, first entry; the end', 'checkpoint, first entry; the end'],
        [23, ', second entry; a longer end', 'checkpoint, first entry, second entry; a longer end'],
        [37, '; end', 'checkpoint, first entry, second entry; end'],
        [42, '', 'checkpoint, first entry, second entry; end'],
        [0, 'new', 'new'],
      ];
      for (const [offset, [keeps, rest, whole]] of saves.entries()) {
        const before = offset === 0 ? null : at(offset - 1);
        const next = { record: bytes(rest), position: at(offset), keeps };
        const both = [aWrite(offset, { expected: before, next }), aWrite(offset, { listener: bea, expected: before })];
        expect(await store.tastes.save(aChunk(offset, { expectedMark: before, writes: both }))).toBe('saved');
        const [kept, beas] = await store.tastes.load(PARTITION, [ada, bea]);
        expect([textOf(kept?.record), kept?.position, textOf(beas?.record)]).toEqual([whole, at(offset), `taste ${offset}`]);
      }
      const [kept] = await (await opened.restart()).tastes.load(PARTITION, [ada]);
      expect(textOf(kept?.record)).toBe('new');
    });

    it('[TS2] keeps a packed taste so that it folds on to the bit, and a newer version is refused in words', async () => {
      const model = new ModelView();
      model.setTracks(someTracks(20), []);
      const events = [completes(1), likes(2), completes(7)].map((act, i) => anEvent(act, { number: i + 1 }));
      const taste = newTaste(at(0), null);
      for (const [offset, event] of events.entries()) foldEvent(taste, event, at(offset), model);
      const record = packTaste(taste);
      const newer = Uint8Array.from(record);
      newer[0] = TASTE_VERSION + 1;
      const writes = [
        aWrite(2, { next: { record, position: at(2) } }),
        aWrite(2, { listener: bea, next: { record: newer, position: at(2) } }),
      ];
      await store.tastes.save(aChunk(2, { writes }));
      const [kept, tooNew] = await store.tastes.load(PARTITION, [ada, bea]);
      expect(kept?.record[0]).toBe(TASTE_VERSION);
      const again = unpackTaste(kept?.record ?? new Uint8Array());
      const next = anEvent(likes(3), { number: 4 });
      foldEvent(taste, next, at(3), model);
      foldEvent(again, next, at(3), model);
      expect(packTaste(again)).toEqual(packTaste(taste));
      expect(() => unpackTaste(tooNew?.record ?? new Uint8Array())).toThrow(
        expect.objectContaining({
          code: 'record_malformed',
          message: expect.stringMatching(new RegExp(`version ${TASTE_VERSION + 1}; this program reads 1 to ${TASTE_VERSION}`)),
        }),
      );
    });

    it('[TS2] keeps partitions, and the marks of the two sides, apart', async () => {
      await savesTastes(store, [5]);
      expect(await store.tastes.load(PARTITION + 1, [ada])).toEqual([null]);
      expect(await store.tracks.mark(PARTITION)).toBeNull();
      const elsewhere = at(7, undefined, 31);
      const next = { record: bytes('elsewhere'), position: elsewhere };
      await store.tastes.save(aChunk(7, { partition: 31, nextMark: elsewhere, writes: [aWrite(7, { next })] }));
      expect((await store.tastes.load(31, [ada]))[0]?.position).toEqual(elsewhere);
      expect(await store.tastes.mark(31)).toEqual(elsewhere);
      expect(await store.tastes.mark(PARTITION)).toEqual(at(5));
    });

    describe('[TS3] changes nothing and says so', () => {
      beforeEach(async () => {
        await store.sessions.open('adas-session', ada, { ttlSeconds: 60 });
        await savesTastes(store, [10]);
        await store.slates.put(PARTITION, ada, aSlate(10, { tasteAt: at(10) }), { ttlSeconds: 60 });
        await store.pending.add(PARTITION, ada, { position: at(11), event: bytes('a like') });
      });

      const writes = [aWrite(11, { expected: at(10), erases: true })];
      it.each([
        ['a mark that was never written', null],
        ['an older mark', at(9)],
        ['a newer mark', at(12)],
        ['the same offset of an older log', at(10, 1)],
        ['the same offset of a newer log', at(10, 1_750_000_000_001)],
      ])('where the partition is not at %s', async (_, expectedMark) => {
        const before = await everything();
        expect(await store.tastes.save(aChunk(11, { expectedMark, writes }))).toBe('mark-moved');
        expect(await everything()).toEqual(before);
      });

      it.each([
        ['a taste that was never written', null],
        ['an older taste', at(9)],
        ['a newer taste', at(11)],
        ['the same offset of another log', at(10, 1)],
      ])('where one of two listeners is not at %s', async (_, expected) => {
        const before = await everything();
        const both = [aWrite(11, { listener: bea }), aWrite(11, { expected, erases: true })];
        expect(await store.tastes.save(aChunk(11, { expectedMark: at(10), writes: both }))).toBe('taste-moved');
        expect(await everything()).toEqual(before);
      });

      it('where a taste is expected that nobody has', async () => {
        const before = await everything();
        const both = [aWrite(11, { expected: at(10) }), aWrite(11, { listener: bea, expected: at(4) })];
        expect(await store.tastes.save(aChunk(11, { expectedMark: at(10), writes: both }))).toBe('taste-moved');
        expect(await everything()).toEqual(before);
      });

      it('where more of a record is to be kept than there is', async () => {
        const before = await everything();
        const kept = before.tastes[0]?.record.length ?? 0;
        const next = { record: bytes('more'), position: at(11), keeps: kept + 1 };
        const both = [aWrite(11, { listener: bea }), aWrite(11, { expected: at(10), next })];
        expect(await store.tastes.save(aChunk(11, { expectedMark: at(10), writes: both }))).toBe('taste-moved');
        expect(await everything()).toEqual(before);
      });

      it('where a mark is expected in a partition that has none', async () => {
        const chunk = aChunk(1, { partition: 8, expectedMark: at(0, undefined, 8), nextMark: at(1, undefined, 8), writes: [] });
        expect(await store.tastes.save(chunk)).toBe('mark-moved');
        expect(await store.tastes.mark(8)).toBeNull();
      });
    });

    it('[TS3] writes every listener of a chunk and its mark; one without listeners moves the mark alone', async () => {
      const listeners = Array.from({ length: 300 }, (_, i) => asListenerId(`l${i}`));
      const writes = listeners.map((listener, i) => aWrite(i, { listener, next: { record: bytes(`of ${i}`), position: at(i) } }));
      expect(await store.tastes.save(aChunk(299, { writes }))).toBe('saved');
      const kept = await store.tastes.load(PARTITION, listeners);
      expect(kept.map((taste) => textOf(taste?.record))).toEqual(listeners.map((_, i) => `of ${i}`));
      expect(await store.tastes.save(aChunk(400, { expectedMark: at(299), writes: [] }))).toBe('saved');
      expect(await store.tastes.mark(PARTITION)).toEqual(at(400));
      expect(await offsetsOf(...listeners.slice(0, 2))).toEqual([0, 1]);
    });

    it('[TS3] a worker that comes back late never takes the mark back', async () => {
      const late = await opened.another('late');
      const read = await late.tastes.mark(PARTITION);
      await savesTastes(store, [1, 2, 3]);
      expect(await late.tastes.save(aChunk(1, { expectedMark: read }))).toBe('mark-moved');
      expect(await late.tastes.save(aChunk(2, { expectedMark: at(1), writes: [] }))).toBe('mark-moved');
      expect(await store.tastes.mark(PARTITION)).toEqual(at(3));
      expect(await offsetsOf(ada)).toEqual([3]);
    });

    it('[TS3] goes on in the log that replaced the old one, whatever its offsets', async () => {
      await savesTastes(store, [900]);
      const newer = at(2, 1_760_000_000_000);
      const next = { record: bytes('new log'), position: newer };
      const chunk = aChunk(2, { expectedMark: at(900), nextMark: newer, writes: [aWrite(2, { expected: at(900), next })] });
      expect(await store.tastes.save(chunk)).toBe('saved');
      expect(await store.tastes.mark(PARTITION)).toEqual(newer);
      expect((await store.tastes.load(PARTITION, [ada]))[0]?.position).toEqual(newer);
    });

    it('[TS4] drops the cached slates that it says, and nobody else’s', async () => {
      const cleo = asListenerId('cleo');
      for (const who of [ada, bea, cleo]) await store.slates.put(PARTITION, who, aSlate(1), { ttlSeconds: 60 });
      const writes = [aWrite(1), aWrite(1, { listener: bea, dropsSlate: false })];
      await store.tastes.save(aChunk(1, { writes }));
      const slates = await Promise.all([ada, bea, cleo].map((who) => store.slates.get(PARTITION, who)));
      expect(slates.map((slate) => textOf(slate?.bytes))).toEqual([null, 'slate 1', 'slate 1']);
    });

    it('[TS4] drops the pending acts at or before the taste, of an older log too, and keeps the later ones', async () => {
      const positions = [at(4_000, 1), at(5), at(9), at(10), at(11), at(300), at(1, 1_760_000_000_000)];
      for (const position of positions) await store.pending.add(PARTITION, ada, { position, event: bytes(`${position.offset}`) });
      await store.pending.add(PARTITION, bea, { position: at(5), event: bytes('bea’s') });
      await savesTastes(store, [10]);
      const left = await store.pending.list(PARTITION, ada);
      expect(left.map(({ position }) => position)).toEqual([at(11), at(300), at(1, 1_760_000_000_000)]);
      expect(await store.pending.list(PARTITION, bea)).toHaveLength(1);
    });

    it('[TS5] lets at most one of two saves from the same mark stand, whole', async () => {
      const other = await opened.another('two');
      let mark = await store.tastes.mark(PARTITION);
      for (let round = 1; round <= 20; round++) {
        const offsets = [round * 10, round * 10 + 1];
        const by = async (of: OnlineStore, offset: number) =>
          of.tastes.save(aChunk(offset, { expectedMark: mark, writes: [aWrite(offset, { expected: mark })] }));
        const saved = await Promise.all([by(store, offsets[0] ?? 0), by(other, offsets[1] ?? 0)]);
        expect([...saved].sort()).toEqual(['mark-moved', 'saved']);
        const won = at(offsets[saved.indexOf('saved')] ?? 0);
        expect(await other.tastes.mark(PARTITION)).toEqual(won);
        const [taste] = await store.tastes.load(PARTITION, [ada]);
        expect([taste?.position, textOf(taste?.record)]).toEqual([won, `taste ${won.offset}`]);
        mark = won;
      }
    });

    it('[TS6] rejects with store_unavailable once it is closed', async () => {
      const again = await opened.restart();
      expect(await codeOf(store.tastes.load(PARTITION, [ada]))).toBe('store_unavailable');
      expect(await codeOf(store.tastes.mark(PARTITION))).toBe('store_unavailable');
      expect(await codeOf(store.tastes.save(aChunk(1)))).toBe('store_unavailable');
      expect(await again.tastes.mark(PARTITION)).toBeNull();
    });

    it('[TS7] an erasing write leaves no slate, act or session of the listener, and what it wrote', async () => {
      for (const who of [ada, bea]) {
        await store.slates.put(PARTITION, who, aSlate(1), { ttlSeconds: 60 });
        await store.pending.add(PARTITION, who, { position: at(900), event: bytes('later') });
        for (const session of ['a', 'b']) await store.sessions.open(`${who}-${session}`, who, { ttlSeconds: 60 });
      }
      await store.tastes.save(aChunk(1, { writes: [aWrite(1, { erases: true, dropsSlate: false })] }));
      expect(await store.slates.get(PARTITION, ada)).toBeNull();
      expect(await store.pending.list(PARTITION, ada)).toEqual([]);
      expect(await store.sessions.touch('ada-a', { ttlSeconds: 60 })).toBeNull();
      expect(await store.sessions.touch('ada-b', { ttlSeconds: 60 })).toBeNull();
      expect(textOf((await store.tastes.load(PARTITION, [ada]))[0]?.record)).toBe('taste 1');
      expect(await store.slates.get(PARTITION, bea)).not.toBeNull();
      expect(await store.pending.list(PARTITION, bea)).toHaveLength(1);
      expect(await store.sessions.touch('bea-a', { ttlSeconds: 60 })).toBe('bea');
    });
  });
}
