import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asTrackId } from '../events/index.ts';
import { freshTrackState, packTrackState, TRACK_STATE_VERSION, unpackTrackState } from '../model/track-state.ts';
import { zeroVector } from '../model/vector.ts';
import type { OnlineStore } from '../ports/index.ts';
import { trackId } from './builders.ts';
import type { OpenedStore, OpenStore } from './opened-store.ts';
import { aTrackChunk, at, bytes, codeOf, PARTITION, savesTastes, textOf } from './store-builders.ts';

/** Every promise of the TrackStore port, on whatever keeps it. */
export function trackStoreContract(adapter: string, open: OpenStore): void {
  describe(`${adapter} keeps the TrackStore contract`, () => {
    let opened: OpenedStore;
    let store: OnlineStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.port;
    });
    afterEach(() => opened.close());

    const textsOf = async (...tracks: number[]) => (await store.tracks.load(PARTITION, tracks.map(trackId))).map(textOf);
    const says = (track: number, text: string) => ({ track: trackId(track), record: bytes(text) });

    it('[TR1] loads what nobody heard as null, in the order asked for, and nothing for nothing', async () => {
      await store.tracks.save(aTrackChunk(1, { writes: [says(2, 'two')] }));
      expect(await textsOf(1, 2, 3)).toEqual([null, 'two', null]);
      expect(await textsOf(2, 1)).toEqual(['two', null]);
      expect(await store.tracks.load(PARTITION, [])).toEqual([]);
    });

    it('[TR2] loads byte for byte what was saved, through a restart', async () => {
      const every = Uint8Array.from({ length: 256 }, (_, i) => i);
      const long = asTrackId(`A${'.~_-'.repeat(15)}xyz`);
      const writes = [
        { track: trackId(1), record: new Uint8Array([9, ...every, 9]).subarray(1, 257) },
        { track: long, record: new Uint8Array(0) },
      ];
      await store.tracks.save(aTrackChunk(2 ** 40, { writes }));
      for (const opens of [async () => store, opened.restart]) {
        const of = await opens();
        const [kept, empty] = await of.tracks.load(PARTITION, [trackId(1), long]);
        expect(Buffer.from(kept ?? []).equals(every)).toBe(true);
        expect(empty?.length).toBe(0);
        expect(await of.tracks.mark(PARTITION)).toEqual(at(2 ** 40));
      }
    });

    it('[TR2] keeps a packed track, and a newer version is refused in words', async () => {
      const record = packTrackState(freshTrackState(zeroVector()));
      const newer = Uint8Array.from(record);
      newer[0] = TRACK_STATE_VERSION + 1;
      await store.tracks.save(
        aTrackChunk(1, {
          writes: [
            { track: trackId(1), record },
            { track: trackId(2), record: newer },
          ],
        }),
      );
      const [kept, tooNew] = await store.tracks.load(PARTITION, [trackId(1), trackId(2)]);
      expect(packTrackState(unpackTrackState(kept ?? new Uint8Array()))).toEqual(record);
      expect(() => unpackTrackState(tooNew ?? new Uint8Array())).toThrow(
        expect.objectContaining({
          code: 'record_malformed',
          message: expect.stringMatching(new RegExp(`version ${TRACK_STATE_VERSION + 1}; this program reads 1 to ${TRACK_STATE_VERSION}`)),
        }),
      );
    });

    it('[TR2] keeps partitions, and the marks of the two sides, apart', async () => {
      await store.tracks.save(aTrackChunk(5, { writes: [says(1, 'here')] }));
      expect(await store.tracks.load(PARTITION + 1, [trackId(1)])).toEqual([null]);
      expect(await store.tracks.mark(PARTITION + 1)).toBeNull();
      expect(await store.tastes.mark(PARTITION)).toBeNull();
      await savesTastes(store, [70]);
      expect(await store.tracks.mark(PARTITION)).toEqual(at(5));
    });

    it.each([
      ['a mark that was never written', null],
      ['an older mark', at(9)],
      ['a newer mark', at(12)],
      ['the same offset of another log', at(10, 1)],
    ])('[TR3] changes nothing and says so where the partition is not at %s', async (_, expectedMark) => {
      await store.tracks.save(aTrackChunk(10, { writes: [says(1, 'one')] }));
      expect(await store.tracks.save(aTrackChunk(11, { expectedMark, writes: [says(1, 'changed'), says(2, 'new')] }))).toBe('mark-moved');
      expect(await textsOf(1, 2)).toEqual(['one', null]);
      expect(await store.tracks.mark(PARTITION)).toEqual(at(10));
    });

    it('[TR3] writes every track of a chunk and its mark; one without tracks moves the mark alone', async () => {
      const tracks = Array.from({ length: 300 }, (_, i) => i);
      expect(await store.tracks.save(aTrackChunk(299, { writes: tracks.map((i) => says(i, `of ${i}`)) }))).toBe('saved');
      expect(await textsOf(...tracks)).toEqual(tracks.map((i) => `of ${i}`));
      expect(await store.tracks.save(aTrackChunk(400, { expectedMark: at(299) }))).toBe('saved');
      expect(await store.tracks.mark(PARTITION)).toEqual(at(400));
    });

    it('[TR4] lets at most one of two saves from the same mark stand, whole, so that no late one takes it back', async () => {
      const other = await opened.another('two');
      let mark = await store.tracks.mark(PARTITION);
      const first = mark;
      for (let round = 1; round <= 20; round++) {
        const offsets = [round * 10, round * 10 + 1];
        const by = (of: OnlineStore, offset: number) =>
          of.tracks.save(aTrackChunk(offset, { expectedMark: mark, writes: [says(1, `${offset}`), says(2, `${offset}`)] }));
        const saved = await Promise.all([by(store, offsets[0] ?? 0), by(other, offsets[1] ?? 0)]);
        expect([...saved].sort()).toEqual(['mark-moved', 'saved']);
        mark = at(offsets[saved.indexOf('saved')] ?? 0);
        expect(await other.tracks.mark(PARTITION)).toEqual(mark);
        expect(await textsOf(1, 2)).toEqual([`${mark.offset}`, `${mark.offset}`]);
      }
      expect(await other.tracks.save(aTrackChunk(1, { expectedMark: first, writes: [says(1, 'late')] }))).toBe('mark-moved');
      expect(await store.tracks.mark(PARTITION)).toEqual(mark);
    });

    it('[TR5] rejects with store_unavailable once it is closed', async () => {
      const again = await opened.restart();
      expect(await codeOf(store.tracks.load(PARTITION, [trackId(1)]))).toBe('store_unavailable');
      expect(await codeOf(store.tracks.mark(PARTITION))).toBe('store_unavailable');
      expect(await codeOf(store.tracks.save(aTrackChunk(1)))).toBe('store_unavailable');
      expect(await again.tracks.mark(PARTITION)).toBeNull();
    });
  });
}
