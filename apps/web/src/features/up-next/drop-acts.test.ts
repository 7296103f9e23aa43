import { asTrackId } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { dropActs } from './drop-acts.ts';

describe('a row that is dropped in Yours next', () => {
  const [a, b, c, x] = ['a', 'b', 'c', 'x'].map(asTrackId) as [ReturnType<typeof asTrackId>, never, never, never];
  const yours = [a, b, c];

  it('moves to before the row that it was dropped on, or to the end', () => {
    expect(dropActs(yours, c, a)).toEqual([{ type: 'move', trackId: 'c', to: 0 }]);
    expect(dropActs(yours, a, c)).toEqual([{ type: 'move', trackId: 'a', to: 1 }]);
    expect(dropActs(yours, a, null)).toEqual([{ type: 'move', trackId: 'a', to: 2 }]);
  });

  it('says nothing where it stays', () => {
    expect(dropActs(yours, b, c)).toEqual([]);
    expect(dropActs(yours, c, null)).toEqual([]);
  });

  it('is queued where it comes from the living list', () => {
    expect(dropActs([], x, null)).toEqual([{ type: 'queue', trackId: 'x', at: 'top' }]);
    expect(dropActs(yours, x, a)).toEqual([{ type: 'queue', trackId: 'x', at: 'top' }]);
    expect(dropActs(yours, x, null)).toEqual([{ type: 'queue', trackId: 'x', at: 'end' }]);
    expect(dropActs(yours, x, b)).toEqual([
      { type: 'queue', trackId: 'x', at: 'end' },
      { type: 'move', trackId: 'x', to: 1 },
    ]);
  });

  it('goes to the top of what the server knows, before a row that this page alone put back', () => {
    expect(dropActs(yours, c, x)).toEqual([{ type: 'move', trackId: 'c', to: 0 }]);
  });
});
