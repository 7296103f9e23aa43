import { type Act, asEventId } from '@segue/core/events';
import { ModelView } from '@segue/core/model';
import type { Tasted } from '@segue/core/ranking';
import { likes, skips, someTracks } from '@segue/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { LastSaid, type Said } from './last-said.ts';

const tasted = (genres: Record<string, number>): Tasted => ({ genres: new Map(Object.entries(genres)) });
const done = (number: number, act: Act, occurredAtMs = number * 100): Said => ({ event: asEventId(`box:${number}`), act, occurredAtMs });

describe('what was said last', () => {
  const model = new ModelView();
  model.setTracks(someTracks(20), []);
  let said: LastSaid;
  beforeEach(() => {
    said = new LastSaid();
  });
  const hear = (gestures: readonly Said[], nowMs: number, before = tasted({}), after = tasted({})) =>
    said.hear(gestures, { before, after, model, nowMs });

  it('is one sentence of five skips in two seconds, with what all of them changed', () => {
    hear([done(1, skips(1))], 1_000, tasted({}), tasted({ swing: -0.4 }));
    hear([done(2, skips(2)), done(3, skips(3))], 1_400, tasted({ swing: -0.4 }), tasted({ swing: -0.8, soul: -0.3 }));
    const five = [done(4, skips(4)), done(5, skips(5))];
    expect(hear(five, 2_000, tasted({ swing: -0.8, soul: -0.3 }), tasted({ swing: -0.8, soul: -0.6, dub: 0.1 }))).toMatchObject({
      event: 'box:5',
      type: 'skip',
      less: 'swing',
      sum: { events: ['box:1', 'box:2', 'box:3', 'box:4', 'box:5'], less: ['swing', 'soul'], more: ['dub'] },
    });
  });

  it('is a sentence of its own once the one before could be read', () => {
    hear([done(1, skips(1), 0)], 1_000);
    expect(hear([done(2, skips(2), 2_500)], 3_500)?.sum).toBeUndefined();
    // The gestures came slowly and were learnt at once.
    hear([done(3, skips(3), 10_000)], 20_000);
    expect(hear([done(4, skips(4), 15_000)], 20_500)?.sum?.events).toEqual(['box:3', 'box:4']);
  });

  it('sums up one kind alone, and never what undoes', () => {
    expect(hear([done(1, skips(1)), done(2, likes(2))], 1_000)).toMatchObject({ type: 'like' });
    expect(hear([done(3, skips(3))], 1_100)?.sum).toBeUndefined();
    hear([done(4, { type: 'undo', event: asEventId('box:3') })], 1_200);
    expect(hear([done(5, { type: 'undo', event: asEventId('box:2') })], 1_300)?.sum).toBeUndefined();
  });

  it('stays while nothing new is said, and goes with an erasing', () => {
    hear([done(1, skips(1))], 1_000);
    expect(hear([], 1_100)).toBeNull();
    expect(said.heard?.event).toBe('box:1');
    expect(hear([done(2, { type: 'erase' })], 1_200)).toMatchObject({ type: 'erase' });
    expect(said.heard).toBeNull();
  });
});
