import { asTrackId, type TrackId } from '@segue/core/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowKeys } from './row-keys.ts';

const ids = (text: string): TrackId[] => [...text].map(asTrackId);

/** The nodes that React moves: those that stood before one which now precedes them. */
function movedByReact(before: readonly string[], after: readonly string[]): Set<string> {
  const oldPlace = new Map(before.map((key, place) => [key, place]));
  const moved = new Set<string>();
  let lastPlaced = -1;
  for (const key of after) {
    const place = oldPlace.get(key);
    if (place === undefined) continue;
    if (place < lastPlaced) moved.add(key);
    else lastPlaced = place;
  }
  return moved;
}

describe('rowKeys', () => {
  it("never moves nor unmounts the focused row's node, whatever the new order", () => {
    const orders = fc.shuffledSubarray(ids('abcdefghij'), { minLength: 1 });
    fc.assert(
      fc.property(orders, orders, fc.nat(9), (before, after, pick) => {
        const focused = before[pick % before.length] as TrackId;
        fc.pre(after.includes(focused));
        const old = rowKeys(new Map(), [], before, null);
        const keys = rowKeys(old, before, after, focused);
        const key = keys.get(focused);
        expect(key).toBe(old.get(focused));
        const moved = movedByReact(
          before.map((id) => old.get(id) ?? ''),
          after.map((id) => keys.get(id) ?? ''),
        );
        expect(moved).not.toContain(key);
        expect(new Set(keys.values()).size).toBe(after.length);
      }),
    );
  });

  it('keeps every node when nothing has the focus', () => {
    const old = rowKeys(new Map(), [], ids('abc'), null);
    expect(rowKeys(old, ids('abc'), ids('cab'), null)).toEqual(
      new Map([
        ['c', 'c'],
        ['a', 'a'],
        ['b', 'b'],
      ]),
    );
  });
});
