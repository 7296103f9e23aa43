// @vitest-environment jsdom
import { asEventId, asTrackId } from '@segue/core/events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createVisitKeeper, type KeptVisit } from './kept-visit.ts';
import { NOTHING_DONE } from './undo-stack.ts';

const liked: KeptVisit = {
  ...NOTHING_DONE,
  done: [
    {
      event: asEventId('box:1'),
      gesture: asEventId('box:1'),
      step: asEventId('box:1'),
      act: { type: 'like', trackId: asTrackId('a') },
      title: 'A',
      nth: 1,
    },
  ],
  said: { event: asEventId('box:1'), type: 'like', title: 'A', more: 'dub', less: null },
  atMs: 7,
};
const line = (mine: KeptVisit | null = null) => ({ told: vi.fn(), mine: () => mine, leaving: vi.fn() });

describe('what is kept of a visit', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    sessionStorage.clear();
  });

  it('is read by the next page of the tab', () => {
    createVisitKeeper().keep(liked);
    expect(createVisitKeeper().read()).toEqual(liked);
  });

  it('is nothing where storage is forbidden, or holds something else', () => {
    sessionStorage.setItem('segue-visit-done', JSON.stringify({ ...liked, done: [{ event: 'box:1' }] }));
    expect(createVisitKeeper().read()).toBeNull();
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new Error('SecurityError');
    });
    expect(createVisitKeeper().read()).toBeNull();
  });

  it('is told to other tabs, and to one that is opened later', async () => {
    const [one, other] = [createVisitKeeper(), createVisitKeeper()];
    const [there, here] = [line(), line(liked)];
    const closeThere = one.open(there);
    const closeHere = other.open(here);
    other.tell(liked);
    await vi.waitFor(() => expect(there.told).toHaveBeenCalledWith(liked));
    const late = line();
    const closeLate = createVisitKeeper().open(late);
    await vi.waitFor(() => expect(late.told).toHaveBeenCalledWith(liked));
    expect(here.told).not.toHaveBeenCalled();
    for (const close of [closeThere, closeHere, closeLate]) close();
  });
});
