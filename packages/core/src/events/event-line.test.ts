import { describe, expect, it } from 'vitest';
import { parseEventLine, trackLineOf } from './event-line.ts';
import { encodeListenEvent, type ListenEvent } from './gesture.ts';
import { asListenerId, asOutboxId, asTrackId } from './ids.ts';

const parse = (value: unknown, number = 1) => parseEventLine({ number, text: JSON.stringify(value) });

describe('a line of a file of events', () => {
  it('is an event as the log holds it, every field kept', () => {
    const event: ListenEvent = {
      v: 1,
      listenerId: asListenerId('u1'),
      outbox: asOutboxId('o1'),
      number: 3,
      origin: 'simulated',
      receivedAtMs: 1_750_000_000_000.5,
      occurredAtMs: 1_750_000_000_000,
      strength: 2,
      timeless: true,
      shown: { epoch: 1, taste: 2, view: 3, rank: 4 },
      act: { type: 'complete', trackId: asTrackId('x1'), heardFraction: 1 },
    };
    expect(parseEventLine({ number: 1, text: new TextDecoder().decode(encodeListenEvent(event)) })).toEqual({ kind: 'event', event });
  });

  it('is a gesture in short, an event of its own by its number', () => {
    const act = { type: 'like', trackId: 'x1' };
    expect(parse({ listener: 'u1', at: '2026-01-31T20:15:00Z', strength: 2.5, act }, 7)).toMatchObject({
      kind: 'event',
      event: { listenerId: 'u1', number: 7, origin: 'imported', occurredAtMs: Date.UTC(2026, 0, 31, 20, 15), strength: 2.5, act },
    });
    expect(parse({ listener: 'u1', act })).toMatchObject({ event: { timeless: true } });
    expect(parse({ listener: 'u1', at: '2026-01-31T20:15:00Z', act })).not.toHaveProperty('event.timeless');
  });

  it('is a track, as it is written', () => {
    const track = { id: asTrackId('x1'), title: 'First Light', artist: 'Harbour Lines', genres: ['ambient'] };
    expect(parseEventLine({ number: 1, text: trackLineOf(track) })).toEqual({ kind: 'track', track });
    expect(parse({ track: { ...track, genres: undefined } })).toEqual({ kind: 'track', track: { ...track, genres: [] } });
  });

  it('takes every track of a catalogue, cut to what a line takes', () => {
    const long = { id: asTrackId('x1'), title: 'o'.repeat(999), artist: '', genres: [...'abcdefg', ''].map((genre) => genre.repeat(99)) };
    expect(parseEventLine({ number: 1, text: trackLineOf(long) })).toMatchObject({
      kind: 'track',
      track: { title: 'o'.repeat(300), artist: 'unknown', genres: [...'abcde'].map((genre) => genre.repeat(40)) },
    });
    expect(parseEventLine({ number: 1, text: trackLineOf({ ...long, title: '' }) })).toMatchObject({ track: { title: 'x1' } });
  });

  it.each([
    ['half a line', '{"listener":"u1"', /not JSON; a half line at the end/, null],
    ['nothing that is known', '{}', /^listener: /, null],
    ['no object', '[]', /./, null],
    ['an unknown field', '{"listener":"u1","act":{"type":"erase"},"colour":"red"}', /^colour: /, null],
    ['an event of the log with a field that is wrong', '{"v":1}', /^listenerId: /, null],
    ['a track without a title', '{"track":{"id":"x1","artist":"a"}}', /^track\.title: /, null],
    ['a time before 1970', '{"listener":"u1","at":"1969-12-31T23:59:59Z","act":{"type":"erase"}}', /before 1970/, '1969-12-31T23:59:59Z'],
  ])('is told what is wrong: %s', (_what, text, reason, value) => {
    expect(parseEventLine({ number: 1, text })).toEqual({ kind: 'bad', reason: expect.stringMatching(reason), value });
  });
});
