import { type Act, eventIdOf, type ListenEvent } from '@segue/core/events';
import { foldEvent, ModelView, newTaste, type Taste } from '@segue/core/model';
import type { Placed } from '@segue/core/ranking';
import { anEvent, completes, likes, skips, someTracks, trackId } from '@segue/core/testing';
import { describe, expect, it } from 'vitest';
import { StoodBefore } from './stood-before.ts';

const model = new ModelView();
model.setTracks(someTracks(60), []);
const MINUTE = 60_000;

/** A listener who says one thing after the other. */
function aListener() {
  const taste = newTaste({ epoch: 1, partition: 0, offset: 0 }, null);
  let offset = 0;
  const says = (act: Act): ListenEvent => {
    const event = anEvent(act, { number: ++offset });
    foldEvent(taste, event, { epoch: 1, partition: 0, offset }, model);
    return event;
  };
  for (const act of [completes(0), completes(5), likes(10)]) says(act);
  return { taste, says, undoes: (event: ListenEvent) => void says({ type: 'undo', event: eventIdOf(event) }) };
}

/** A list that begins at a row, and its moment. */
const aList = (row: number): Placed[] => [
  { row, by: 'score', propensity: 1, insteadOf: null },
  { row: row + 1, by: 'other-artist', propensity: 1, insteadOf: row + 4 },
  { row: row + 2, by: 'chance', propensity: 1 / 3, insteadOf: null },
  { row: row + 3, by: 'trial', propensity: 0.2, insteadOf: null },
];
const at = (nowMs: number, generation = 1) => ({ nowMs, generation });
const shows = (stood: StoodBefore, taste: Taste, row: number, nowMs = 0) => stood.remember(taste, aList(row), at(nowMs));

describe('what stood before', () => {
  it.each<[string, Act]>([
    ['dislike', { type: 'dislike', trackId: trackId(20) }],
    ['skip', skips(20)],
    ['like', likes(20)],
    ['pin', { type: 'pin', trackId: trackId(20) }],
    ['block of a track', { type: 'block', subject: { kind: 'track', id: trackId(20) } }],
    ['block of an artist', { type: 'block', subject: { kind: 'artist', id: model.trackAt(20).artistId } }],
    ['slider', { type: 'tune', discover: 0.9, energy: 0.2 }],
  ])('stands again once a %s is undone, and what stood after it once that is done again', (_, act) => {
    const { taste, says } = aListener();
    const stood = new StoodBefore();
    shows(stood, taste, 1);
    const gesture = says(act);
    expect(stood.again(taste, at(1))).toBeNull();
    shows(stood, taste, 11);
    const undo = anEvent({ type: 'undo', event: eventIdOf(gesture) }, { number: 100 });
    foldEvent(taste, undo, { epoch: 1, partition: 0, offset: 100 }, model);
    expect(stood.again(taste, at(2))).toEqual(aList(1));
    foldEvent(taste, anEvent({ type: 'undo', event: eventIdOf(undo) }, { number: 101 }), { epoch: 1, partition: 0, offset: 101 }, model);
    expect(stood.again(taste, at(3))).toEqual(aList(11));
  });

  it('is found after two undos one after the other', () => {
    const { taste, says, undoes } = aListener();
    const stood = new StoodBefore();
    shows(stood, taste, 1);
    const first = says(skips(20));
    shows(stood, taste, 11);
    const second = says(skips(21));
    shows(stood, taste, 21);
    undoes(second);
    expect(stood.again(taste, at(1))).toEqual(aList(11));
    undoes(first);
    expect(stood.again(taste, at(2))).toEqual(aList(1));
  });

  it('does not stand again where nothing was said: that list is made of what is known now', () => {
    const { taste } = aListener();
    const stood = new StoodBefore();
    shows(stood, taste, 1);
    expect(stood.again(taste, at(1))).toBeNull();
  });

  it('does not stand again once rows are others, or long after it stood', () => {
    const { taste, says, undoes } = aListener();
    const stood = new StoodBefore();
    shows(stood, taste, 1);
    const gesture = says(skips(20));
    // It stood for an hour before another took its place.
    shows(stood, taste, 11, 60 * MINUTE);
    undoes(gesture);
    expect(stood.again(taste, at(61 * MINUTE, 2))).toBeNull();
    expect(stood.again(taste, at(75 * MINUTE))).toBeNull();
    expect(stood.again(taste, at(61 * MINUTE))).toEqual(aList(1));
  });
});
