import { type Act, asArtistId, asEventId, asTrackId, type EventId } from '@segue/core/events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aRow, aSlate } from '../testing/builders.ts';
import { createFakeClient, type FakeClient } from '../testing/fake-client.ts';
import { createLiveStore, type LiveStore } from './live-store.ts';

describe('the live store', () => {
  const first = aSlate(['a', 'b', 'c']);
  let client: FakeClient;
  let store: LiveStore;
  let painted: ((nowMs: number) => void)[];
  let hidden: boolean;
  let look: () => void;
  const whenShown = (listener: () => void) => {
    look = listener;
    return () => {};
  };

  beforeEach(() => {
    client = createFakeClient(first);
    painted = [];
    hidden = false;
    store = createLiveStore({ client, afterPaint: (listener) => painted.push(listener), hidden: () => hidden, whenShown });
    return store.open();
  });

  it('says where on the screen a gesture was made', () => {
    store.act({ type: 'like', trackId: asTrackId('b') }, { atMs: 5 });
    expect(client.sent[0]?.details.shown).toEqual({ epoch: 1, taste: 1, view: 1, rank: 1 });
    store.act({ type: 'skip', trackId: asTrackId('z'), heardFraction: 0.2 });
    expect(client.sent[1]?.details.shown).toEqual({ epoch: 1, taste: 1, view: 1 });
  });

  it('says of what was chosen earlier where it stood then', () => {
    const shown = store.shownNow(asTrackId('b'));
    expect(shown).toEqual({ epoch: 1, taste: 1, view: 1, rank: 1 });
    client.show({ slate: aSlate(['b', 'a'], { revision: { epoch: 1, taste: 2, view: 1 } }) });
    store.act({ type: 'play', trackId: asTrackId('b') }, { shown });
    expect(client.sent[0]?.details.shown).toEqual(shown);
  });

  it('measures from the input to the frame that shows the slate which heard it', () => {
    const event = store.act({ type: 'like', trackId: asTrackId('b') }, { atMs: 100 });
    const heard = aSlate(['b', 'a'], {
      revision: { epoch: 1, taste: 2, view: 1 },
      heard: { event, type: 'like', title: 'B', more: null, less: null },
    });
    store.committed(first);
    expect(painted).toHaveLength(0);
    store.committed(heard);
    store.committed(heard);
    expect(painted).toHaveLength(1);
    painted[0]?.(119.5);
    expect(store.view()).toMatchObject({ lastPaint: { event, tookMs: 19.5 } });
    expect(client.measured).toMatchObject([{ event, revision: heard.revision, gestureToPaintMs: 19.5, delayed: false }]);
  });

  it('says of what a hidden tab drew late that it was delayed, and shows no time for it', () => {
    hidden = true;
    const event = store.act({ type: 'like', trackId: asTrackId('b') }, { atMs: 100 });
    store.committed(aSlate(['b'], { heard: { event, type: 'like', title: 'B', more: null, less: null } }));
    hidden = false;
    painted[0]?.(60_100);
    expect(client.measured).toMatchObject([{ gestureToPaintMs: 60_000, delayed: true }]);
    expect(store.view().lastPaint).toBeNull();
  });

  it('keeps what the listener said when a track merely played or ended, whichever page is shown', () => {
    const hears = (number: number, type: string) =>
      client.show({
        slate: aSlate(['a'], {
          revision: { epoch: 1, taste: number, view: 1 },
          heard: { event: `box:${number}`, type, title: null, more: null, less: null },
        }),
      });
    hears(7, 'skip');
    const { said } = store.view();
    expect(said).toMatchObject({ event: 'box:7', type: 'skip' });
    hears(8, 'play');
    hears(9, 'complete');
    expect(store.view().said).toBe(said);
    hears(10, 'like');
    expect(store.view().said?.type).toBe('like');
  });

  it('measures nothing that no hand did', () => {
    const event = store.act({ type: 'complete', trackId: asTrackId('a'), heardFraction: 1 });
    store.committed(aSlate(['b'], { heard: { event, type: 'complete', title: 'A', more: null, less: null } }));
    expect(painted).toHaveLength(0);
  });

  it('shows the newest preview while a slider is dragged, asking for one at a time', async () => {
    store.preview({ discover: 0.6, energy: 0.5 });
    store.preview({ discover: 0.7, energy: 0.5 });
    store.preview({ discover: 0.8, energy: 0.5 });
    expect(client.previews).toHaveLength(1);
    client.previews[0]?.answer(aSlate(['c', 'b', 'a']));
    await vi.waitFor(() => expect(client.previews).toHaveLength(2));
    expect(client.previews[1]?.tune.discover).toBe(0.8);
    client.previews[1]?.answer(aSlate(['b', 'c', 'a']));
    await vi.waitFor(() => expect(store.view().slate?.rows[0]?.track.trackId).toBe('b'));
    expect(client.sent).toEqual([]);
  });

  it('drops the preview for the real list once a newer one comes, or another gesture is made', async () => {
    store.preview({ discover: 0.6, energy: 0.5 });
    client.previews[0]?.answer(aSlate(['c', 'b', 'a']));
    await vi.waitFor(() => expect(store.view().slate?.rows[0]?.track.trackId).toBe('c'));
    store.act({ type: 'tune', discover: 0.6, energy: 0.5 }, { atMs: 1 });
    expect(store.view().slate?.rows[0]?.track.trackId).toBe('c');
    client.show({ slate: aSlate(['b', 'a'], { revision: { epoch: 1, taste: 2, view: 2 } }) });
    expect(store.view().slate?.rows[0]?.track.trackId).toBe('b');
  });

  it('shows the real list again when the slider is given up, whatever is still asked for', async () => {
    store.preview({ discover: 0.6, energy: 0.5 });
    client.previews[0]?.answer(aSlate(['c', 'b', 'a']));
    await vi.waitFor(() => expect(store.view().slate?.rows[0]?.track.trackId).toBe('c'));
    store.preview({ discover: 0.7, energy: 0.5 });
    store.preview(null);
    expect(store.view().slate?.rows[0]?.track.trackId).toBe('a');
    client.previews[1]?.answer(aSlate(['b', 'c', 'a']));
    await Promise.resolve();
    expect(store.view().slate?.rows[0]?.track.trackId).toBe('a');
  });

  it('waits for the list that hears the newest gesture', () => {
    expect(store.view().pending).toBeNull();
    store.act({ type: 'like', trackId: asTrackId('a') }, { atMs: 1 });
    expect(store.view().pending).toBe(asEventId('box:1'));
    client.show({
      slate: aSlate(['a'], {
        revision: { epoch: 1, taste: 2, view: 1 },
        heard: { event: 'box:1', type: 'like', title: null, more: null, less: null },
      }),
      unheard: [],
    });
    expect(store.view().pending).toBeNull();
  });

  describe('while the listener holds the list', () => {
    const later = (ids: readonly string[], number: number, event = `box:${number}`, type = 'skip') =>
      aSlate(ids, { revision: { epoch: 1, taste: number, view: 1 }, heard: { event, type, title: null, more: null, less: null } });
    const shown = () => store.view().slate?.rows.map((row) => row.track.trackId);
    beforeEach(() => store.hold(true));

    it('counts the orders that wait, and not what came in the same order', () => {
      client.show({ slate: later(['c', 'b', 'a'], 2) });
      client.show({ slate: later(['c', 'b', 'a'], 3) });
      expect(store.view().held).toBe(1);
      expect(shown()).toEqual(['a', 'b', 'c']);
      store.hold(false);
      expect(store.view().held).toBeNull();
      expect(shown()).toEqual(['c', 'b', 'a']);
    });

    it('counts what the hand did, each once, and not what played', () => {
      const sum = (events: readonly string[]) => ({ events, more: [], less: [] });
      const skips = (ids: readonly string[], taste: number, events: readonly string[]) =>
        aSlate(ids, {
          revision: { epoch: 1, taste, view: 1 },
          heard: { event: events.at(-1), type: 'skip', title: null, more: null, less: null, sum: sum(events) },
        });
      client.show({ slate: later(['c', 'b', 'a'], 2, 'box:2') });
      client.show({ slate: later(['b', 'c', 'a'], 3, 'box:3', 'play') });
      client.show({ slate: skips(['a', 'c', 'b'], 5, ['box:2', 'box:4', 'box:5']) });
      client.show({ slate: aSlate(['c', 'a', 'b'], { revision: { epoch: 1, taste: 5, view: 2 } }) });
      expect(store.view().held).toBe(3);
    });

    it('counts a gesture whose order a snapshot brought before any slate named it', () => {
      client.show({ slate: aSlate(['c', 'b', 'a'], { revision: { epoch: 1, taste: 2, view: 1 } }) });
      expect(store.view().held).toBe(0);
      client.show({ slate: later(['c', 'b', 'a'], 3) });
      expect(store.view().held).toBe(1);
    });

    it('takes away what the hand takes away, and brings it back with the undo [L5]', () => {
      const block = store.act({ type: 'block', subject: { kind: 'artist', id: asArtistId('artist-b') } }, { atMs: 1 });
      expect(shown()).toEqual(['a', 'c']);
      store.act({ type: 'undo', event: block }, { atMs: 2 });
      expect(shown()).toEqual(['a', 'b', 'c']);
      client.show({ slate: aSlate(['b', 'c'], { yours: [aRow({ trackId: 'a' })] }) });
      expect(shown()).toEqual(['b', 'c']);
    });

    it('takes away again what is done again', () => {
      const block = store.act({ type: 'block', subject: { kind: 'track', id: asTrackId('b') } }, { atMs: 1 });
      store.act({ type: 'undo', event: block }, { atMs: 2 });
      store.redo(3);
      expect(shown()).toEqual(['a', 'c']);
      store.undo(4);
      expect(shown()).toEqual(['a', 'b', 'c']);
    });

    it('lets go when nothing is left, and when something was blocked in another tab', () => {
      client.show({ slate: later(['c', 'b'], 2, 'other:1', 'block') });
      expect(store.view().held).toBeNull();
      expect(shown()).toEqual(['c', 'b']);
      store.hold(true);
      for (const id of ['b', 'c']) store.act({ type: 'dislike', trackId: asTrackId(id) }, { atMs: 1 });
      expect(store.view().held).toBeNull();
    });

    it('says of a gesture whose new order was held back that it was delayed', () => {
      const event = store.act({ type: 'like', trackId: asTrackId('b') }, { atMs: 100 });
      store.committed(later(['b', 'a', 'c'], 2, event, 'like'));
      painted[0]?.(119);
      expect(client.measured).toMatchObject([{ delayed: true }]);
      expect(store.view().lastPaint).toBeNull();
    });
  });

  it('obeys a block at once though nobody answers', () => {
    client.show({ connection: 'offline', waiting: 1 });
    store.act({ type: 'block', subject: { kind: 'track', id: asTrackId('b') } }, { atMs: 1 });
    expect(store.view().slate?.rows.map((row) => row.track.trackId)).toEqual(['a', 'c']);
  });

  it('obeys a block that is done again though nobody answers, whenever it was taken back', () => {
    store.act({ type: 'block', subject: { kind: 'track', id: asTrackId('b') } }, { atMs: 1 });
    store.undo(2);
    client.show({ connection: 'offline', waiting: 1 });
    store.redo(3);
    expect(store.view().slate?.rows.map((row) => row.track.trackId)).toEqual(['a', 'c']);
  });

  it('draws nothing while hidden, once when it is shown, and lets the player read on meanwhile', () => {
    const drawn = vi.fn();
    store.subscribe(drawn);
    const before = store.view();
    hidden = true;
    client.show({ slate: aSlate(['c', 'b'], { revision: { epoch: 1, taste: 2, view: 1 } }) });
    client.show({ slate: aSlate(['b', 'c'], { revision: { epoch: 1, taste: 3, view: 1 } }) });
    expect(drawn).not.toHaveBeenCalled();
    expect(store.view().slate?.rows[0]?.track.trackId).toBe('b');
    // The player's clock makes the page draw in a hidden tab too: it reads what it read before.
    expect(store.drawn()).toEqual(before);
    hidden = false;
    look();
    expect(drawn).toHaveBeenCalledTimes(1);
    expect(store.drawn()).toBe(store.view());
  });

  it('keeps the track that was settled to play next first, whatever comes, unless the hand takes it', () => {
    store.settle(asTrackId('a'));
    client.show({ slate: aSlate(['c', 'b'], { revision: { epoch: 1, taste: 2, view: 1 } }) });
    expect(store.view().slate?.rows.map((row) => row.track.trackId)).toEqual(['a', 'c', 'b']);
    store.act({ type: 'queue', trackId: asTrackId('b'), at: 'top' }, { atMs: 1 });
    store.act({ type: 'block', subject: { kind: 'track', id: asTrackId('a') } }, { atMs: 2 });
    expect(store.view().slate?.rows.map((row) => row.track.trackId)).toEqual(['c', 'b']);
  });

  describe('taking back', () => {
    const card = aRow({ trackId: 'z' }).track;
    const skipped = () =>
      store.act(
        { type: 'skip', trackId: asTrackId('z'), heardFraction: 0.4 },
        { atMs: 1, left: { card, positionSeconds: 80, heard: [[0, 80]] } },
      );

    it('puts an undone skip on top of Yours next with its place, until it is played', () => {
      const skip = skipped();
      expect(store.undo(5)).toBe(true);
      expect(client.sent.at(-1)?.act).toEqual({ type: 'undo', event: skip });
      expect(store.view().slate?.yours[0]).toMatchObject({ track: { trackId: 'z' }, reason: { text: 'Put back by your undo' } });
      expect(store.view().putBack[0]?.positionSeconds).toBe(80);
      store.act({ type: 'play', trackId: asTrackId('z') });
      expect(store.view().slate?.yours).toEqual([]);
    });

    it.each(['complete', 'skip'] as const)('no longer puts back what Previous went back to, after its %s', (type) => {
      skipped();
      store.undo();
      // Gone back to, it has no `play` of its own.
      store.act({ type, trackId: asTrackId('z'), heardFraction: 1 });
      expect(store.view().slate?.yours).toEqual([]);
    });

    it('does it again by taking back the undo, and takes that back too', () => {
      skipped();
      store.undo();
      const undo = asEventId('box:2');
      expect(store.redo()).toBe(true);
      expect(client.sent.at(-1)?.act).toEqual({ type: 'undo', event: undo });
      expect(store.view().slate?.yours).toEqual([]);
      expect(store.redo()).toBe(false);
      store.undo();
      expect(client.sent.at(-1)?.act).toEqual({ type: 'undo', event: asEventId('box:3') });
      expect(store.view().slate?.yours).toHaveLength(1);
    });

    const refuse = (event: EventId, act: Act) =>
      client.show({ refused: [...client.state().refused, { event, act, code: 'track_unknown', message: 'no' }] });

    it('cannot take back what was refused', () => {
      const act: Act = { type: 'pin', trackId: asTrackId('a') };
      const pin = store.act(act, { atMs: 1 });
      refuse(pin, act);
      expect(store.view()).toMatchObject({ canUndo: false, done: [] });
      expect(store.undo()).toBe(false);
    });

    it('can take back again, in its turn, what a refused undo left standing, and puts nothing back for it', () => {
      const skip = skipped();
      store.undo();
      const later = store.act({ type: 'like', trackId: asTrackId('a') }, { atMs: 2 });
      refuse(asEventId('box:2'), { type: 'undo', event: skip });
      expect(store.view().slate?.yours).toEqual([]);
      expect(store.view().done.map(({ event }) => event)).toEqual([skip, later]);
      expect(store.view().undone).toEqual([]);
    });

    it('leaves taken back what a refused redo did not do again', () => {
      const skip = skipped();
      store.undo();
      store.redo();
      refuse(asEventId('box:3'), { type: 'undo', event: asEventId('box:2') });
      expect(store.view()).toMatchObject({ done: [], undone: [{ gesture: skip, by: 'box:2' }], canRedo: false });
    });

    it('keeps on a held list what was not taken off it, for the server refused', () => {
      store.hold(true);
      const shown = () => store.view().slate?.rows.map((row) => row.track.trackId);
      const block: Act = { type: 'block', subject: { kind: 'track', id: asTrackId('b') } };
      refuse(store.act(block, { atMs: 1 }), block);
      expect(shown()).toEqual(['a', 'b', 'c']);
      const event = store.act(block, { atMs: 2 });
      const undo = store.act({ type: 'undo', event }, { atMs: 3 });
      refuse(undo, { type: 'undo', event });
      expect(shown()).toEqual(['a', 'c']);
    });

    it('goes back one gesture after the other, and a new gesture ends what could be done again', () => {
      const first = store.act({ type: 'like', trackId: asTrackId('a') }, { atMs: 1 });
      store.act({ type: 'play', trackId: asTrackId('b') });
      store.undo();
      expect(client.sent.at(-1)?.act).toEqual({ type: 'undo', event: first });
      expect(store.view()).toMatchObject({ canUndo: false, canRedo: true });
      store.act({ type: 'like', trackId: asTrackId('c') }, { atMs: 2 });
      expect(store.view()).toMatchObject({ canUndo: true, canRedo: false });
    });

    it('takes back together what one sentence spoke of, and does it again together', () => {
      const undos = () => client.sent.flatMap(({ act }) => (act.type === 'undo' ? [act.event] : []));
      const [one, two, three] = ['a', 'b', 'c'].map((id) => store.act({ type: 'dislike', trackId: asTrackId(id) }, { atMs: 1 }));
      client.show({
        slate: aSlate(['d'], {
          revision: { epoch: 1, taste: 4, view: 1 },
          heard: { event: three, type: 'dislike', title: 'C', more: null, less: null, sum: { events: [two, three], more: [], less: [] } },
        }),
      });
      expect(store.view().saidOf).toEqual([two, three]);
      store.undo(2);
      expect(undos()).toEqual([three, two]);
      client.show({ slate: aSlate(['d'], { heard: { event: 'box:5', type: 'undo', title: null, more: null, less: null } }) });
      expect(store.view().saidOf).toEqual(['box:4', 'box:5']);
      store.redo(3);
      expect(undos().slice(2)).toEqual(['box:5', 'box:4']);
      const again = { event: 'box:7', type: 'undo', title: null, more: null, less: null };
      client.show({ slate: aSlate(['d'], { revision: { epoch: 1, taste: 8, view: 1 }, heard: again }) });
      expect(store.view()).toMatchObject({ canRedo: false, lastRedo: 'box:7', saidOf: ['box:6', 'box:7'] });
      store.undo(4);
      expect(undos().slice(4)).toEqual(['box:7', 'box:6']);
      store.undo(5);
      expect(undos().slice(6)).toEqual([one]);
    });
  });
});
