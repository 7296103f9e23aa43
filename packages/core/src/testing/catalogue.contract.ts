import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Act, asArtistId, asListenerId, asOutboxId, type EventId, eventIdOf, type ListenEvent } from '../events/index.ts';
import type { Track } from '../model/index.ts';
import type { Catalogue, Projected } from '../ports/index.ts';
import { anEvent, aTrack, completes, likes, skips, someTracks, trackId } from './builders.ts';

export interface OpenedCatalogue {
  readonly port: Catalogue;
  /** Opens the same data once more, as a restarted process does (`port` may be closed for it); the suite closes it. */
  readonly another: () => Promise<Catalogue>;
  /** Makes the data look as a newer version leaves it. */
  readonly renew: () => Promise<void>;
  /** From now on the database takes what it is sent and never answers. The adapter was opened with short timeouts. */
  readonly silence: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const EPOCH = 1_700_000_000_000;
const ada = asListenerId('ada');
const bea = asListenerId('bea');

/** Every promise of the Catalogue port, on whatever keeps it. */
export function catalogueContract(adapter: string, open: () => Promise<OpenedCatalogue>): void {
  describe(`${adapter} keeps the Catalogue contract`, () => {
    let opened: OpenedCatalogue;
    let catalogue: Catalogue;
    beforeEach(async () => {
      opened = await open();
      catalogue = opened.port;
    });
    afterEach(() => opened.close());

    const tracksNow = async () => byId((await catalogue.changes(0)).changed);
    const historyOf = async (listener = ada) =>
      (await catalogue.history(listener, { limit: 100 })).map(({ type, trackId }) => `${type} ${trackId}`);

    /** Appends to a log of one partition in the mind, so that tests speak of acts and not of offsets. */
    let offset = 0;
    beforeEach(() => {
      offset = 0;
    });
    const logged = (act: Act, overrides: Partial<ListenEvent> = {}): Projected => ({
      partition: 0,
      epoch: EPOCH,
      offset: offset++,
      event: anEvent(act, overrides),
    });
    const did = async (...acts: Act[]): Promise<EventId[]> => {
      const events = acts.map((act) => logged(act));
      await catalogue.project(events);
      return events.map(({ event }) => eventIdOf(event));
    };

    describe('tracks', () => {
      it('[CA1] finds tracks as they were put', async () => {
        const tracks = [
          ...someTracks(30),
          aTrack(30, { key: null, album: 'An album', sound: 'file', path: 'a/b.mp3', hasCover: true }),
          aTrack(31, { genres: ['one', 'two', 'three'], seed: 2 ** 48 + 1, energy: 1 / 3, addedAtMs: 1_700_000_000_000.25 }),
        ];
        await catalogue.putTracks(tracks);
        expect(await tracksNow()).toEqual(byId(tracks));
      });

      it('[CA1] keeps any letters', async () => {
        const titles = [
          `O'Brien "quoted" \\ back\\slash \\u0041 $1 %s ? {a,"b"} NULL ; DROP TABLE track; --`,
          '日本語のタイトル 🎷👩🏽‍🎤 ﷽ עִבְרִית',
          'e\u0301 is not \u00e9; a\ttab, a\nline, \u2028 and \u200b',
          '',
        ];
        const tracks = titles.map((title, i) => aTrack(i, { title, artist: title, album: title, genres: [title, 'x'], path: title }));
        await catalogue.putTracks(tracks);
        expect(await tracksNow()).toEqual(byId(tracks));
      });

      it('[CA1] keeps the rest of a text with letters that are no Unicode', async () => {
        await catalogue.putTracks([aTrack(1, { title: 'a\u0000b\ud800c', genres: ['d\u0000'] })]);
        expect(await tracksNow()).toEqual([aTrack(1, { title: 'a\ufffdb\ufffdc', genres: ['d\ufffd'] })]);
      });

      it('[CA1] replaces what is put again, also within one call', async () => {
        await catalogue.putTracks(someTracks(3));
        await catalogue.putTracks([aTrack(1, { title: 'older' }), aTrack(1, { title: 'newest', artist: 'renamed' })]);
        expect(await tracksNow()).toEqual([aTrack(0), aTrack(1, { title: 'newest', artist: 'renamed' }), aTrack(2)]);
      });

      it('[CA1] keeps tracks for whoever opens the catalogue next', async () => {
        await catalogue.putTracks(someTracks(3));
        const next = await opened.another();
        expect(byId((await next.changes(0)).changed)).toEqual(someTracks(3));
        await next.close();
      });

      it('[CA2] tells what changed and what was removed since a version', async () => {
        const empty = await catalogue.changes(0);
        expect(empty).toMatchObject({ changed: [], removed: [] });
        await catalogue.putTracks(someTracks(4));
        const first = await catalogue.changes(empty.version);
        expect(byId(first.changed)).toEqual(someTracks(4));
        await catalogue.putTracks([aTrack(1, { title: 'new words' })]);
        await catalogue.removeTracks([trackId(2), trackId(77)]);
        const second = await catalogue.changes(first.version);
        expect(second).toMatchObject({ changed: [aTrack(1, { title: 'new words' })], removed: [trackId(2)] });
        expect(second.version).toBeGreaterThan(first.version);
        expect(await catalogue.changes(second.version)).toEqual({ version: second.version, changed: [], removed: [] });
        await catalogue.putTracks([aTrack(2)]);
        expect(await catalogue.changes(second.version)).toMatchObject({ changed: [aTrack(2)], removed: [] });
      });

      it('[CA2] gives all tracks, and no removed one as if it stood, from 0', async () => {
        await catalogue.putTracks(someTracks(4));
        await catalogue.removeTracks([trackId(2)]);
        const { changed, removed } = await catalogue.changes(0);
        expect(byId(changed).map(({ id }) => id)).toEqual(['t0', 't1', 't3']);
        expect(removed).toEqual(['t2']);
      });

      it('[CA2] misses nothing while several write', async () => {
        const known = new Map<string, Track>();
        let version = 0;
        const look = async () => {
          const change = await catalogue.changes(version);
          expect(change.version).toBeGreaterThanOrEqual(version);
          version = change.version;
          for (const track of change.changed) known.set(track.id, track);
        };
        const writes = Array.from({ length: 12 }, (_, writer) =>
          catalogue.putTracks(Array.from({ length: 20 }, (_, i) => aTrack(writer * 20 + i))),
        );
        const end = Promise.all(writes);
        for (const write of writes) await write.then(look);
        await end;
        await look();
        expect(known.size).toBe(240);
      });
    });

    describe('people', () => {
      it('[CA3] makes an identity once', async () => {
        expect(await catalogue.identify({ id: 'cookie', kind: 'guest', listenerId: ada })).toBe(ada);
        expect(await catalogue.identify({ id: 'cookie', kind: 'guest', listenerId: bea })).toBe(ada);
        expect(await catalogue.identify({ id: 'token', kind: 'token', listenerId: ada })).toBe(ada);
      });

      it('[CA3] agrees on one listener when two tabs make it at once', async () => {
        const made = await Promise.all(
          Array.from({ length: 8 }, (_, i) => catalogue.identify({ id: 'tabs', kind: 'guest', listenerId: asListenerId(`tab-${i}`) })),
        );
        expect(new Set(made).size).toBe(1);
      });

      it('[CA4] changes nothing by an event that was projected before', async () => {
        const events = [logged(likes(1)), logged(completes(2)), logged({ type: 'unlike', trackId: trackId(1) }), logged(likes(3))];
        await catalogue.project(events);
        const before = [await catalogue.likes(ada), await historyOf()];
        await catalogue.project(events);
        await catalogue.project(events.slice(0, 1));
        const next = await opened.another();
        await next.project(events);
        catalogue = next;
        expect([await catalogue.likes(ada), await historyOf()]).toEqual(before);
        expect(before[0]).toEqual([trackId(3)]);
        await next.close();
      });

      it('[CA4] knows an event that its client sent twice by its number', async () => {
        const like = anEvent(likes(1));
        await catalogue.project([{ ...logged(likes(1)), event: like }, logged({ type: 'unlike', trackId: trackId(1) })]);
        await catalogue.project([{ ...logged(likes(1)), event: like }]);
        expect([await catalogue.likes(ada), await historyOf()]).toEqual([[], ['unlike t1', 'like t1']]);
      });

      it('[CA4] keeps apart partitions, and takes a newer epoch from its start', async () => {
        await catalogue.project([{ partition: 0, offset: 90, epoch: EPOCH, event: anEvent(likes(1)) }]);
        await catalogue.project([{ partition: 1, offset: 3, epoch: EPOCH, event: anEvent(likes(2), { listenerId: bea }) }]);
        await catalogue.project([{ partition: 0, offset: 0, epoch: EPOCH + 1, event: anEvent(likes(4)) }]);
        await catalogue.project([{ partition: 0, offset: 91, epoch: EPOCH, event: anEvent(likes(5)) }]);
        expect([[...(await catalogue.likes(ada))].sort(), await catalogue.likes(bea)]).toEqual([['t1', 't4'], ['t2']]);
      });

      it('[CA5] likes are those that stand', async () => {
        await did(likes(1), likes(2), likes(3), likes(4), likes(5));
        await did({ type: 'unlike', trackId: trackId(1) }, { type: 'dislike', trackId: trackId(2) });
        await did(
          { type: 'block', subject: { kind: 'track', id: trackId(3) } },
          { type: 'unblock', subject: { kind: 'track', id: trackId(3) } },
        );
        await catalogue.project([logged(likes(9), { listenerId: bea })]);
        expect([[...(await catalogue.likes(ada))].sort(), await catalogue.likes(bea)]).toEqual([['t4', 't5'], ['t9']]);
      });

      it('[CA5] blocks are those that stand, tracks and artists apart', async () => {
        const artist = asArtistId('same');
        await did(
          { type: 'block', subject: { kind: 'track', id: trackId(1) } },
          { type: 'block', subject: { kind: 'track', id: trackId(2) } },
          { type: 'block', subject: { kind: 'artist', id: artist } },
          { type: 'unblock', subject: { kind: 'track', id: trackId(2) } },
        );
        await catalogue.project([logged({ type: 'block', subject: { kind: 'artist', id: asArtistId('b') } }, { listenerId: bea })]);
        expect(await catalogue.blocks(ada)).toEqual({ tracks: [trackId(1)], artists: [artist] });
        expect(await catalogue.blocks(bea)).toEqual({ tracks: [], artists: ['b'] });
        expect(await catalogue.blocks(asListenerId('nobody'))).toEqual({ tracks: [], artists: [] });
      });

      it('[CA5] history is newest first and says what was heard', async () => {
        const at = (occurredAtMs: number) => ({ occurredAtMs });
        const events = [
          logged({ type: 'play', trackId: trackId(1) }, at(1_000.5)),
          logged(skips(1, 0.25), at(2_000)),
          logged(completes(3), at(4_000)),
          logged(likes(2), at(3_000)),
        ];
        await catalogue.project(events);
        const entry = (i: number, type: string, track: number, heardFraction: number | null, atMs: number) => ({
          trackId: trackId(track),
          type,
          heardFraction,
          atMs,
          event: eventIdOf(events[i]!.event),
        });
        expect(await catalogue.history(ada, { limit: 10 })).toEqual([
          entry(2, 'complete', 3, 1, 4_000),
          entry(3, 'like', 2, null, 3_000),
          entry(1, 'skip', 1, 0.25, 2_000),
          entry(0, 'play', 1, null, 1_000.5),
        ]);
        expect(await catalogue.history(bea, { limit: 10 })).toEqual([]);
      });

      it('[CA5] pages lose nothing, not even between entries of one millisecond', async () => {
        await catalogue.project(Array.from({ length: 40 }, (_, i) => logged(completes(i), { occurredAtMs: 1_000 + Math.floor(i / 7) })));
        const seen: string[] = [];
        let beforeMs: number | undefined;
        for (let pages = 0; pages < 40; pages++) {
          const page = await catalogue.history(ada, { limit: 5, ...(beforeMs === undefined ? {} : { beforeMs }) });
          if (page.length === 0) break;
          seen.push(...page.map(({ trackId }) => trackId));
          beforeMs = page.at(-1)!.atMs;
        }
        expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => `t${39 - i}`));
      });

      it('[CA5] what was undone never was', async () => {
        const [like] = await did(likes(1));
        const [unlike] = await did({ type: 'unlike', trackId: trackId(1) });
        const [block, heard] = await did({ type: 'block', subject: { kind: 'artist', id: asArtistId('a') } }, completes(8));
        await did({ type: 'undo', event: unlike! }, { type: 'undo', event: block! }, { type: 'undo', event: heard! });
        expect([await catalogue.likes(ada), await catalogue.blocks(ada), await historyOf()]).toEqual([
          [trackId(1)],
          { tracks: [], artists: [] },
          ['like t1'],
        ]);
        await did({ type: 'undo', event: like! });
        expect([await catalogue.likes(ada), await historyOf()]).toEqual([[], []]);
      });

      it('[CA5] undoes within one batch, only what came before, and only what is the own', async () => {
        const like = anEvent(likes(1));
        const later = anEvent(likes(2));
        await catalogue.project([
          { ...logged(likes(1)), event: like },
          logged({ type: 'undo', event: eventIdOf(later) }),
          { ...logged(likes(2)), event: later },
          logged({ type: 'undo', event: eventIdOf(like) }),
        ]);
        await catalogue.project([logged({ type: 'undo', event: eventIdOf(later) }, { listenerId: bea })]);
        expect([await catalogue.likes(ada), await historyOf()]).toEqual([[trackId(2)], ['like t2']]);
      });

      it('[CA5] an undo that was undone takes nothing back, in one batch as in many', async () => {
        const one = async (listenerId: typeof ada, project: (events: Projected[]) => Promise<void>) => {
          const acts = [likes(1), likes(2)].map((act) => logged(act, { listenerId }));
          const undoing = (of: Projected) => logged({ type: 'undo', event: eventIdOf(of.event) }, { listenerId });
          const [first, second] = acts.map(undoing);
          const again = undoing(first!);
          await project([...acts, first!, second!, again, undoing(undoing(second!)), undoing(again)]);
          return [await catalogue.likes(listenerId), await historyOf(listenerId)];
        };
        expect(await one(ada, (events) => catalogue.project(events))).toEqual([[], []]);
        const oneByOne = async (events: Projected[]) => {
          for (const event of events) await catalogue.project([event]);
        };
        expect(await one(bea, oneByOne)).toEqual([[], []]);
        const [like] = await did(likes(5));
        const [undo] = await did({ type: 'undo', event: like! });
        await did({ type: 'undo', event: undo! });
        expect([await catalogue.likes(ada), await historyOf()]).toEqual([['t5'], ['like t5']]);
      });

      it('[CA5] one batch does what its events do one by one', async () => {
        const acts: Act[] = [];
        for (let i = 0; i < 60; i++) {
          const subject = { kind: 'track', id: trackId(i % 4) } as const;
          const kinds: Act[] = [
            likes(i % 4),
            { type: 'unlike', trackId: trackId(i % 4) },
            { type: 'block', subject },
            { type: 'unblock', subject },
          ];
          acts.push(kinds[(i * 7 + Math.floor(i / 5)) % 4]!);
        }
        const outbox = asOutboxId('bea-1');
        await catalogue.project(acts.map((act) => logged(act)));
        for (const act of acts) await catalogue.project([logged(act, { listenerId: bea, outbox })]);
        expect([...(await catalogue.likes(ada))].sort()).toEqual([...(await catalogue.likes(bea))].sort());
        expect(sorted(await catalogue.blocks(ada))).toEqual(sorted(await catalogue.blocks(bea)));
        expect((await historyOf()).length).toBe(60);
      });

      it('[CA5] keeps of an import what has a time, and of simulated listeners and probes nothing', async () => {
        const imported = { origin: 'imported' } as const;
        await catalogue.project([
          logged(completes(1), imported),
          logged(completes(2), { ...imported, timeless: true }),
          logged(likes(3), { ...imported, timeless: true }),
          logged(likes(4), { listenerId: bea, origin: 'simulated' }),
          logged(completes(5), { listenerId: bea, origin: 'probe' }),
        ]);
        expect([await historyOf(), await catalogue.likes(ada)]).toEqual([['like t3', 'complete t1'], ['t3']]);
        expect([await historyOf(bea), await catalogue.likes(bea)]).toEqual([[], []]);
      });

      it('[CA6] erasing leaves nothing of a listener and all of the others', async () => {
        await catalogue.identify({ id: 'cookie', kind: 'guest', listenerId: ada });
        await catalogue.identify({ id: 'other', kind: 'guest', listenerId: bea });
        const before = [logged(likes(1)), logged({ type: 'block', subject: { kind: 'track', id: trackId(2) } }), logged(completes(3))];
        await catalogue.project([...before, logged(likes(1), { listenerId: bea })]);
        await did({ type: 'erase' });
        const of = async (listener = ada) => [await catalogue.likes(listener), await catalogue.blocks(listener), await historyOf(listener)];
        const nothing = [[], { tracks: [], artists: [] }, []];
        expect(await of()).toEqual(nothing);
        await catalogue.project(before);
        expect(await of()).toEqual(nothing);
        expect(await of(bea)).toEqual([['t1'], { tracks: [], artists: [] }, ['like t1']]);
        expect(await catalogue.identify({ id: 'cookie', kind: 'guest', listenerId: asListenerId('fresh') })).toBe('fresh');
        expect(await catalogue.identify({ id: 'other', kind: 'guest', listenerId: asListenerId('fresh') })).toBe(bea);
      });

      it('[CA6] erases within one batch, and what comes after it stands', async () => {
        await did(likes(1), { type: 'erase' }, likes(2), { type: 'erase' }, likes(3));
        expect([await catalogue.likes(ada), await historyOf()]).toEqual([['t3'], ['like t3']]);
      });

      it('keeps how far an import came', async () => {
        expect(await catalogue.importProgress('movielens')).toBeNull();
        const progress = { outbox: asOutboxId('import-1'), done: 10, refused: 1, finished: false };
        await catalogue.saveImportProgress('movielens', progress);
        expect(await catalogue.importProgress('movielens')).toEqual(progress);
        await catalogue.saveImportProgress('movielens', { ...progress, done: 30, finished: true });
        const next = await opened.another();
        expect(await next.importProgress('movielens')).toEqual({ ...progress, done: 30, finished: true });
        await next.close();
      });
    });

    it('[CA7] leaves what a newer version wrote untouched', async () => {
      await catalogue.putTracks(someTracks(2));
      await opened.renew();
      await expect(opened.another()).rejects.toMatchObject({ code: 'catalogue_newer' });
    });

    it('[CA8] gives up on a database that does not answer', async () => {
      await catalogue.ready();
      await opened.silence();
      const unavailable = { code: 'catalogue_unavailable' };
      await Promise.all([
        expect(catalogue.ready()).rejects.toMatchObject(unavailable),
        expect(catalogue.changes(0)).rejects.toMatchObject(unavailable),
        expect(catalogue.putTracks(someTracks(1))).rejects.toMatchObject(unavailable),
        expect(catalogue.project([logged(likes(1))])).rejects.toMatchObject(unavailable),
        expect(catalogue.likes(ada)).rejects.toMatchObject(unavailable),
      ]);
    });
  });
}

const byId = (tracks: readonly Track[]) => [...tracks].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
const sorted = (blocks: { readonly tracks: readonly string[]; readonly artists: readonly string[] }) => ({
  tracks: [...blocks.tracks].sort(),
  artists: [...blocks.artists].sort(),
});
