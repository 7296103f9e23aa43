import { asEventId, asTrackId, type Slate } from '@segue/core/events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aRow, aSlate } from '../testing/builders.ts';
import { createFakeClient } from '../testing/fake-client.ts';
import type { KeptVisit, VisitKeeper } from './kept-visit.ts';
import { createLiveStore } from './live-store.ts';

/** A tab's storage and the line between tabs, in a test's hands. */
function createFakeKeeper(line: Set<(visit: KeptVisit) => void>) {
  let kept: KeptVisit | null = null;
  let leaving = () => {};
  const keeper: VisitKeeper = {
    read: () => kept,
    keep(visit) {
      kept = JSON.parse(JSON.stringify(visit)) as KeptVisit;
    },
    tell(visit) {
      for (const told of line) if (told !== own) told(visit);
    },
    open(tab) {
      own = tab.told;
      leaving = tab.leaving;
      line.add(own);
      return () => line.delete(own);
    },
  };
  let own: (visit: KeptVisit) => void = () => {};
  return { keeper, leave: () => leaving() };
}

describe('a visit', () => {
  const heardSkip = { event: 'box:1', type: 'skip', title: 'Z', more: null, less: 'dub' };
  const card = aRow({ trackId: 'z' }).track;
  const line = new Set<(visit: KeptVisit) => void>();
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    line.clear();
  });

  function open(tab: ReturnType<typeof createFakeKeeper>, slate: Slate = aSlate(['a', 'b'], { lessons: 3 })) {
    const client = createFakeClient(slate);
    const store = createLiveStore({ client, afterPaint: () => {}, hidden: () => false, whenShown: () => () => {}, keeper: tab.keeper });
    return { client, store, close: store.open() };
  }
  const skip = ({ store }: ReturnType<typeof open>) =>
    store.act(
      { type: 'skip', trackId: asTrackId('z'), heardFraction: 0.4 },
      { atMs: 1, left: { card, positionSeconds: 80, heard: [[0, 80]] } },
    );

  it('goes on after a reload: what was said, what can be undone and redone, and what was put back', () => {
    const tab = createFakeKeeper(line);
    const page = open(tab);
    const event = skip(page);
    page.client.show({ slate: aSlate(['b'], { heard: heardSkip }) });
    page.store.act({ type: 'like', trackId: asTrackId('a') }, { atMs: 2 });
    page.store.undo(3);
    tab.leave();
    page.close();

    const after = open(tab);
    expect(after.store.view()).toMatchObject({ said: heardSkip, isNews: false, canUndo: true, canRedo: true });
    after.store.redo(4);
    expect(after.client.sent.at(-1)?.act).toEqual({ type: 'undo', event: 'box:3' });
    after.store.undo(5);
    after.store.undo(6);
    expect(after.client.sent.at(-1)?.act).toEqual({ type: 'undo', event });
    tab.leave();
    after.close();
    expect(open(tab).store.view()).toMatchObject({ putBack: [{ positionSeconds: 80 }], slate: { yours: [{ track: { trackId: 'z' } }] } });
  });

  it('is the same in another tab', () => {
    const [one, other] = [open(createFakeKeeper(line)), open(createFakeKeeper(line))];
    const event = skip(one);
    vi.runAllTimers();
    other.store.undo(2);
    expect(other.client.sent.at(-1)?.act).toEqual({ type: 'undo', event });
    vi.advanceTimersByTime(1_000);
    expect(one.store.view()).toMatchObject({ canUndo: false, canRedo: true, putBack: [{ positionSeconds: 80 }] });
  });

  it('is kept under the names that the server knows', () => {
    const tab = createFakeKeeper(line);
    const page = open(tab);
    page.client.eventOf = (given) => asEventId(given.replace('box', 'server'));
    skip(page);
    tab.leave();
    expect(tab.keeper.read()).toMatchObject({ done: [{ event: 'server:1', gesture: 'server:1', step: 'server:1' }] });
  });

  it('is nobody else’s, and is forgotten with everything', () => {
    const tab = createFakeKeeper(line);
    const page = open(tab);
    skip(page);
    tab.leave();
    expect(open(tab, aSlate(['a'])).store.view().canUndo).toBe(false);
    page.store.act({ type: 'erase' }, { atMs: 2 });
    page.client.show({ slate: aSlate(['a'], { heard: { ...heardSkip, event: 'box:2', type: 'erase' } }) });
    vi.runAllTimers();
    expect(tab.keeper.read()).toMatchObject({ done: [], undone: [], putBack: [], said: null });
  });

  it('says nothing as news that came with the page', () => {
    const { client, store } = open(createFakeKeeper(line), aSlate(['a'], { heard: heardSkip }));
    expect(store.view()).toMatchObject({ said: heardSkip, saidOf: ['box:1'], isNews: false });
    client.show({ slate: aSlate(['b'], { heard: { ...heardSkip, event: 'box:2' } }) });
    expect(store.view().isNews).toBe(true);
  });
});
