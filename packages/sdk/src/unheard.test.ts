import type { EventId, Position } from '@segue/core/events';
import { beforeEach, describe, expect, it } from 'vitest';
import { track } from './testing/builders.ts';
import { Unheard } from './unheard.ts';

const event = (name: string): EventId => name as EventId;
const at = (offset: number, partition = 0, epoch = 1): Position => ({ epoch, partition, offset }) as Position;
const like = { type: 'like', trackId: track('a') } as const;

describe('what the list has not heard', () => {
  let unheard: Unheard;
  beforeEach(() => {
    unheard = new Unheard();
    unheard.made(event('one'), like);
    unheard.made(event('two'), like);
  });

  it('holds a gesture until a slate covers its place, whatever the slate calls its last event', () => {
    unheard.acked(event('one'), at(4));
    unheard.slate(at(9));
    expect(unheard.events).toEqual(['two']);
    unheard.acked(event('two'), at(8));
    expect(unheard.events).toEqual([]);
  });

  it('lets one go whose slate came before its ack, and keeps one behind the place', () => {
    unheard.slate(at(4));
    unheard.acked(event('one'), at(4));
    unheard.acked(event('two'), at(5));
    expect(unheard.events).toEqual(['two']);
  });

  it('lets go of what was refused', () => {
    unheard.drop(new Set([event('one')]));
    expect(unheard.events).toEqual(['two']);
  });

  it('holds nothing that never changes a list', () => {
    unheard.made(event('three'), { type: 'impression', rows: [] });
    expect(unheard.events).toEqual(['one', 'two']);
  });

  it('is the same array until something in it changes', () => {
    const before = unheard.events;
    unheard.slate(at(0));
    unheard.acked(event('one'), at(7));
    expect(unheard.events).toBe(before);
  });

  it('a newer log covers all of an older one', () => {
    unheard.acked(event('one'), at(700, 3));
    unheard.acked(event('two'), at(701, 3));
    unheard.slate(at(0, 1, 2));
    expect(unheard.events).toEqual([]);
  });
});
