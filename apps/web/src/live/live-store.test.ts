import { asEventId, asTrackId } from '@segue/core/events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aSlate } from '../testing/builders.ts';
import { createFakeClient, type FakeClient } from '../testing/fake-client.ts';
import { createLiveStore, type LiveStore } from './live-store.ts';

describe('the live store', () => {
  const first = aSlate(['a', 'b', 'c']);
  let client: FakeClient;
  let store: LiveStore;
  let painted: ((nowMs: number) => void)[];

  beforeEach(() => {
    client = createFakeClient(first);
    painted = [];
    store = createLiveStore({ client, afterPaint: (listener) => painted.push(listener), hidden: () => false });
    return store.open();
  });

  it('says where on the screen a gesture was made', () => {
    store.act({ type: 'like', trackId: asTrackId('b') }, { atMs: 5 });
    expect(client.sent[0]?.details.shown).toEqual({ epoch: 1, taste: 1, view: 1, rank: 1 });
    store.act({ type: 'skip', trackId: asTrackId('z'), heardFraction: 0.2 });
    expect(client.sent[1]?.details.shown).toEqual({ epoch: 1, taste: 1, view: 1 });
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
    let hidden = true;
    const late = createLiveStore({ client, afterPaint: (listener) => painted.push(listener), hidden: () => hidden });
    const event = late.act({ type: 'like', trackId: asTrackId('b') }, { atMs: 100 });
    late.committed(aSlate(['b'], { heard: { event, type: 'like', title: 'B', more: null, less: null } }));
    hidden = false;
    painted[0]?.(60_100);
    expect(client.measured).toMatchObject([{ gestureToPaintMs: 60_000, delayed: true }]);
    expect(late.view().lastPaint).toBeNull();
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

  it('waits for the list that hears the newest gesture', () => {
    expect(store.view().pending).toBeNull();
    store.act({ type: 'like', trackId: asTrackId('a') }, { atMs: 1 });
    expect(store.view().pending).toBe(asEventId('box:1'));
    client.show({
      slate: aSlate(['a'], {
        revision: { epoch: 1, taste: 2, view: 1 },
        heard: { event: 'box:1', type: 'like', title: null, more: null, less: null },
      }),
    });
    expect(store.view().pending).toBeNull();
  });
});
