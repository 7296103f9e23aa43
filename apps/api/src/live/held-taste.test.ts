import { Learning, packTasteFront, type Taste, unpackTasteFront } from '@segue/core/model';
import { anEvent, completes, likes, someTracks, trackId } from '@segue/core/testing';
import { expect, it } from 'vitest';
import { HeldTaste } from './held-taste.ts';

const taught = (): Taste => {
  const learning = new Learning(someTracks(12), { seed: 1 });
  const acts = [completes(1), completes(2), likes(3), { type: 'block', subject: { kind: 'track', id: trackId(4) } }] as const;
  for (const [i, act] of acts.entries()) learning.learn(anEvent(act, { number: i + 1 }));
  return learning.tasteOf(anEvent(completes(1)).listenerId)!;
};

it.each([
  [
    'a notice, of whose buffer it is a part',
    (taste: Taste) => ({ taste: unpackTasteFront(packTasteFront(taste)), front: packTasteFront(taste) }),
  ],
  ['the store', (taste: Taste) => ({ taste, front: null })],
])('of %s it gives the same taste however often it rested', (_, from) => {
  const { taste, front } = from(taught());
  const packed = packTasteFront(taste).slice();
  const held = new HeldTaste(taste, front, null);
  for (let i = 0; i < 3; i++) {
    expect(packTasteFront(held.taste)).toEqual(packed);
    held.rest();
    // Nobody else's bytes: what it was unpacked from may be written over.
    front?.fill(0);
    held.rest();
  }
  expect(held.blocks).toBe(1);
  expect(held.yours).toBe(0);
  expect(held.outboxes).toEqual(taste.outboxes.map(({ outbox }) => outbox));
  expect(held.genres).toEqual(held.taste.state.genres);
});

it('takes over the room of the one before, of which its genres and its position are still known', () => {
  const first = new HeldTaste(taught(), null, null);
  first.rest();
  const position = first.position;
  const genres = new Map(first.genres);
  const second = new HeldTaste(taught(), null, first);
  second.rest();
  expect(first.position).toBe(position);
  expect(first.genres).toEqual(genres);
  expect(packTasteFront(second.taste)).toEqual(packTasteFront(taught()));
  expect(() => first.taste).toThrow();
});
