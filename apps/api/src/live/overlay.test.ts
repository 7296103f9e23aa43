import type { Act, Slate, SlateRow } from '@segue/core/events';
import { SlateSchema } from '@segue/core/events';
import { likes, skips, trackId } from '@segue/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../testing/client.ts';
import { type OpenedApi, openApi, Shared } from '../testing/open-api.ts';

/** Nobody learns here: what the slates show of a gesture is the overlay alone. */
describe('what the listener said is obeyed before it is learnt', () => {
  let one: OpenedApi;
  let two: OpenedApi;
  let cookie: string;
  let here: Client;
  let there: Client;
  beforeEach(async () => {
    const on = new Shared({ partitions: 3 });
    one = await openApi({ on, instance: 'one' });
    two = await openApi({ on, instance: 'two' });
    cookie = await one.guest();
    here = await one.connect({ cookie });
    there = await two.connect({ cookie });
    // A page was drawn before: what it left in the cache must not come back.
    await httpSlate(one);
  });
  afterEach(async () => {
    await one.close();
    await two.close();
  });

  const httpSlate = async (api: OpenedApi): Promise<Slate> => SlateSchema.parse(await (await api.get('/api/slate', cookie)).json());
  /** The page's first HTML, the socket, and both again on the other instance. */
  const everySlate = async () => [await httpSlate(one), await httpSlate(two), await here.snapshot(), await there.snapshot()];
  const acked = async (act: Act) => expect(await here.does(act)).toMatchObject({ status: 'acked' });
  const tracksOf = (rows: readonly SlateRow[]) => rows.map(({ track }) => track.trackId);
  const firstOf = async (): Promise<SlateRow> => {
    const [first] = (await here.snapshot()).rows;
    if (!first) throw new Error('the slate is empty');
    return first;
  };

  it('[L5] a track that was blocked, disliked or skipped is in no slate of any instance', async () => {
    const before = await here.snapshot();
    const [blocked, disliked, skipped] = tracksOf(before.rows);
    if (!blocked || !disliked || !skipped) throw new Error('the slate is too short');
    await acked({ type: 'block', subject: { kind: 'track', id: blocked } });
    for (const slate of await everySlate()) expect(tracksOf(slate.rows)).not.toContain(blocked);
    await acked({ type: 'dislike', trackId: disliked });
    for (const slate of await everySlate()) expect(tracksOf(slate.rows)).not.toContain(disliked);
    await acked({ type: 'skip', trackId: skipped, heardFraction: 0.1 });
    for (const slate of await everySlate()) {
      expect(tracksOf(slate.rows)).toHaveLength(before.rows.length);
      for (const gone of [blocked, disliked, skipped]) expect(tracksOf(slate.rows)).not.toContain(gone);
    }
    await acked({ type: 'unblock', subject: { kind: 'track', id: blocked } });
    expect((await httpSlate(two)).rows.length).toBe(before.rows.length);
  });

  it('[L5] an artist who was blocked has no row in any slate', async () => {
    const { track } = await firstOf();
    await acked({ type: 'block', subject: { kind: 'artist', id: track.artistId } });
    for (const slate of await everySlate()) expect(slate.rows.map((row) => row.track.artistId)).not.toContain(track.artistId);
  });

  it('[L5] a block that was taken back at once is none', async () => {
    const { track } = await firstOf();
    const block = here.gesture({ type: 'block', subject: { kind: 'track', id: track.trackId } });
    expect(await here.send(block)).toMatchObject({ status: 'acked' });
    await acked({ type: 'undo', event: `${block['outbox']}:${block['number']}` as never });
    for (const slate of await everySlate()) expect(tracksOf(slate.rows)).toContain(track.trackId);
  });

  it('[L6] what was pinned and queued stands in Yours next, in its place, whatever else is said', async () => {
    await acked({ type: 'pin', trackId: trackId(40) });
    await acked({ type: 'queue', trackId: trackId(41), at: 'end' });
    await acked({ type: 'queue', trackId: trackId(42), at: 'end' });
    const order = tracksOf((await here.snapshot()).yours);
    expect([...order].sort()).toEqual([trackId(40), trackId(41), trackId(42)]);
    await acked(skips(5));
    await acked(likes(6));
    await acked({ type: 'dislike', trackId: trackId(7) });
    for (const slate of await everySlate()) {
      expect(tracksOf(slate.yours)).toEqual(order);
      for (const id of order) expect(tracksOf(slate.rows)).not.toContain(id);
      expect(slate.yours.every(({ placedBy }) => placedBy === 'listener')).toBe(true);
    }
    await acked({ type: 'move', trackId: trackId(42), to: 0 });
    for (const slate of await everySlate()) expect(tracksOf(slate.yours)[0]).toBe(trackId(42));
  });

  it('[L6] only the hand drops a row of Yours next: unpin, unqueue, and a block, which wins', async () => {
    for (const number of [40, 41, 42]) await acked({ type: 'queue', trackId: trackId(number), at: 'end' });
    await acked({ type: 'pin', trackId: trackId(43) });
    await acked({ type: 'unqueue', trackId: trackId(40) });
    await acked({ type: 'unpin', trackId: trackId(43) });
    await acked({ type: 'block', subject: { kind: 'track', id: trackId(41) } });
    for (const slate of await everySlate()) expect(tracksOf(slate.yours)).toEqual([trackId(42)]);
    const { artistId } = (await here.snapshot()).yours[0]?.track ?? {};
    await acked({ type: 'block', subject: { kind: 'artist', id: artistId as never } });
    for (const slate of await everySlate()) expect(slate.yours).toEqual([]);
  });

  it('[L7] and it is in nobody else’s slate', async () => {
    const other = await two.connect({ cookie: await two.guest() });
    const before = await other.snapshot();
    const { track } = await firstOf();
    await acked({ type: 'block', subject: { kind: 'track', id: track.trackId } });
    await acked({ type: 'pin', trackId: trackId(40) });
    const after = await other.snapshot();
    expect({ rows: tracksOf(after.rows), yours: after.yours }).toEqual({ rows: tracksOf(before.rows), yours: [] });
  });

  it('what takes something back may name a track that has gone', async () => {
    await acked({ type: 'unlike', trackId: trackId(4_000) });
    await acked({ type: 'unqueue', trackId: trackId(4_000) });
    await acked({ type: 'unpin', trackId: trackId(4_000) });
  });
});

describe('[L11] while the store is away', () => {
  it('a gesture is acked by the log, and a snapshot is what is held here', async () => {
    let away = false;
    const opened = await openApi({
      store: (inner) => ({
        ...inner,
        tastes: { ...inner.tastes, load: (...args) => (away ? new Promise(() => {}) : inner.tastes.load(...args)) },
        pending: {
          add: (...args) => (away ? new Promise(() => {}) : inner.pending.add(...args)),
          list: (...args) => (away ? new Promise(() => {}) : inner.pending.list(...args)),
        },
      }),
    });
    const ada = await opened.connect({ cookie: await opened.guest() });
    const [first] = (await ada.snapshot()).rows;
    away = true;
    if (!first) throw new Error('the slate is empty');
    expect(await ada.does({ type: 'block', subject: { kind: 'track', id: first.track.trackId } })).toMatchObject({ status: 'acked' });
    expect((await ada.snapshot()).rows.map(({ track }) => track.trackId)).not.toContain(first.track.trackId);
    away = false;
    await opened.close();
  });
});
