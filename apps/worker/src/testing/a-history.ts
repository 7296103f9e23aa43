import { type Act, asEventId, asListenerId, asOutboxId, type ListenEvent } from '@segue/core/events';
import { anEvent, completes, likes, skips, trackId } from '@segue/core/testing';
import fc from 'fast-check';

const LISTENERS = ['ada', 'ben', 'cleo'] as const;
const TRACKS = 12;
const track = fc.nat(TRACKS - 1);

type Planned = { readonly listener: (typeof LISTENERS)[number] } & (
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'undo' | 'again'; readonly back: number }
);

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: track.map(completes) },
  { weight: 4, arbitrary: fc.tuple(track, fc.constantFrom(0.05, 0.4, 0.8)).map(([number, heard]) => skips(number, heard)) },
  { weight: 3, arbitrary: track.map(likes) },
  { weight: 1, arbitrary: track.map((n): Act => ({ type: 'block', subject: { kind: 'track', id: trackId(n) } })) },
  { weight: 1, arbitrary: fc.constantFrom('SE', 'BR').map((country): Act => ({ type: 'profile', country, genres: ['folk'] })) },
  { weight: 1, arbitrary: fc.constant<Act>({ type: 'erase' }) },
);

const planned: fc.Arbitrary<Planned> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('act' as const), listener: fc.constantFrom(...LISTENERS), act }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('undo' as const, 'again' as const),
      listener: fc.constantFrom(...LISTENERS),
      back: fc.integer({ min: 1, max: 40 }),
    }),
  },
);

/** A log of a few listeners: gestures, undos of late ones, and gestures that were sent again with the same number. */
export const aHistory = (length: number, least = 10): fc.Arbitrary<ListenEvent[]> =>
  fc.array(planned, { minLength: least, maxLength: length, size: 'max' }).map(eventsOf);

function eventsOf(plan: readonly Planned[]): ListenEvent[] {
  const sent = new Map<string, ListenEvent[]>();
  return plan.map((one, i) => {
    const own = sent.get(one.listener) ?? [];
    sent.set(one.listener, own);
    const past = one.kind === 'act' ? undefined : own.at(-one.back);
    if (one.kind === 'again' && past) return past;
    const outbox = asOutboxId(`of-${one.listener}`);
    const what: Act =
      one.kind === 'undo' && past
        ? { type: 'undo', event: asEventId(`${outbox}:${past.number}`) }
        : one.kind === 'act'
          ? one.act
          : completes(i % TRACKS);
    const event = anEvent(what, {
      listenerId: asListenerId(one.listener),
      outbox,
      number: own.length + 1,
      receivedAtMs: 1_750_000_000_000 + i * 20_000,
      occurredAtMs: 1_750_000_000_000 + i * 20_000,
    });
    own.push(event);
    return event;
  });
}
