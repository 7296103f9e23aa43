import { asEventId, asTrackId, type TrackId } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { firstList, listReducer } from './list-state.ts';
import { movesOf, moveText } from './moves.ts';

const ids = (text: string): TrackId[] => [...text].map(asTrackId);
const skip = asEventId('box:1');
const played = asEventId('box:2');
const ordered = (text: string, heard: typeof skip | null = null) =>
  ({ type: 'ordered', order: ids(text), heard, byHand: heard === skip, focused: null }) as const;

describe('what moved', () => {
  it('counts places among the rows that stayed', () => {
    expect(movesOf(ids('abcd'), ids('bcd')).size).toBe(0);
    expect(movesOf(ids('abcde'), ids('ebcd'))).toEqual(
      new Map([
        ['e', { kind: 'up', places: 3 }],
        ['b', { kind: 'down', places: 1 }],
        ['c', { kind: 'down', places: 1 }],
        ['d', { kind: 'down', places: 1 }],
      ]),
    );
  });

  it('says new, and reads an arrow as a word', () => {
    expect(movesOf(ids('ab'), ids('abz')).get(asTrackId('z'))).toEqual({ kind: 'new' });
    expect(moveText({ kind: 'up', places: 3 })).toEqual({ drawn: '▲3', spoken: 'up 3' });
    expect(moveText({ kind: 'down', places: 2 }).spoken).toBe('down 2');
  });
});

describe('the list', () => {
  it('marks rows as moved by the listener when the order heard what they did', () => {
    const list = listReducer(firstList(ids('abc'), null), ordered('cab', skip));
    expect(list.marks.get(asTrackId('c'))).toMatchObject({ move: { kind: 'up', places: 2 }, theirs: true });
  });

  it("does not call a change the listener's when no new gesture was heard, or none by hand", () => {
    const unheard = listReducer(firstList(ids('abc'), skip), ordered('cab', skip));
    expect([...unheard.marks.values()].map((mark) => mark.theirs)).toEqual([false, false, false]);
    const playing = listReducer(firstList(ids('abc'), null), ordered('cab', played));
    expect(playing.marks.get(asTrackId('c'))?.theirs).toBe(false);
  });

  it('keeps what the listener moved marked when another slate comes before it fades', () => {
    const moved = listReducer(firstList(ids('abcd'), null), ordered('cabd', skip));
    const after = listReducer(moved, ordered('cabz', played));
    expect(after.marks.get(asTrackId('c'))).toEqual(moved.marks.get(asTrackId('c')));
    expect(after.marks.get(asTrackId('z'))).toMatchObject({ move: { kind: 'new' }, theirs: false });
    expect(after.marks.has(asTrackId('d'))).toBe(false);
  });

  it('lets each change fade in its own time', () => {
    const moved = listReducer(firstList(ids('abcd'), null), ordered('cabd', skip));
    const after = listReducer(moved, ordered('cabz', played));
    const faded = listReducer(after, { type: 'faded', change: moved.change });
    expect([...faded.marks.keys()]).toEqual(['z']);
  });

  it('is the same object when nothing changed', () => {
    const list = firstList(ids('abc'), skip);
    expect(listReducer(list, ordered('abc', skip))).toBe(list);
  });
});
