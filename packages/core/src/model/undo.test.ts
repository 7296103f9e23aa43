import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, asEventId, asListenerId, asOutboxId, type EventId, eventIdOf, type ListenEvent, type TrackId } from '../events/index.ts';
import { anEvent, completes, likes, skips, someTracks, trackId } from '../testing/builders.ts';
import { contentVectorOf } from './content.ts';
import { hashOf } from './hash.ts';
import { lessonOf } from './lesson.ts';
import type { ListenerState } from './listener-state.ts';
import { ModelView } from './model-view.ts';
import { heatOf } from './popularity.ts';
import { readTrackFeatures } from './read-features.ts';
import { isSegment } from './segment.ts';
import { stepsOf } from './steps-of.ts';
import { foldEvent, newTaste, RING_KEPT, type Taste, trackOf } from './taste.ts';
import { applySegmentStep, applyStep, freshTrackState, type TrackState } from './track-state.ts';
import { roundedToHalf, type Vector, zeroVector } from './vector.ts';

const TRACKS = 20;
const view = new ModelView();
view.setTracks(someTracks(TRACKS), []);

const chanceOf = (event: EventId) => trackId(hashOf(event) % TRACKS);

/** Learns a log of several listeners as one process does: each event's steps before the next event. */
function learnt(events: readonly ListenEvent[]) {
  const tastes = new Map<string, Taste>();
  const tracks = new Map<TrackId, TrackState>();
  const stateOf = (id: TrackId) => {
    const known = tracks.get(id) ?? freshTrackState(view.track(id) ? contentVectorOf(view.track(id)!) : zeroVector());
    tracks.set(id, known);
    return known;
  };
  const context = {
    vectorOf: (id: TrackId) => roundedToHalf(stateOf(id).vector),
    factsOf: (id: TrackId) => view.factsOf(id),
    priorOf: () => null,
  };
  events.forEach((event, offset) => {
    const position = { epoch: 1, partition: 0, offset };
    const taste = tastes.get(event.listenerId) ?? newTaste(position, null);
    tastes.set(event.listenerId, taste);
    const folded = foldEvent(taste, event, position, context);
    if (folded.outcome !== 'learnt') return;
    const entry = taste.ring.at(-1)!;
    const { turned } = folded;
    const { lesson, before, state, entry: of } = turned?.taught ?? { ...folded, state: taste.state, entry };
    const steps = stepsOf({
      listenerId: event.listenerId,
      source: position,
      origin: event.origin,
      input: of.input,
      lesson,
      before,
      state,
      chance: chanceOf(of.event),
      takesBack: turned?.takesBack ?? false,
    });
    for (const step of steps) (isSegment(step.track) ? applySegmentStep : applyStep)(stateOf(step.track), step);
  });
  return { tastes, tracks };
}

/** Tracks nobody stepped are as their content says, whether somebody looked at them or not. */
function* tracksOf(...logs: readonly ReturnType<typeof learnt>[]): Generator<readonly [TrackId, ...TrackState[]]> {
  for (const id of new Set(logs.flatMap(({ tracks }) => [...tracks.keys()]))) {
    const blank = freshTrackState(view.track(id) ? contentVectorOf(view.track(id)!) : zeroVector());
    yield [id, ...logs.map(({ tracks }) => tracks.get(id) ?? blank)];
  }
}

function expectSame(a: ReturnType<typeof learnt>, b: ReturnType<typeof learnt>): void {
  for (const [, one, other] of tracksOf(a, b)) {
    expectSameVector(one!.vector, other!.vector);
    expectSameListens(one!, other!);
    expectSamePairs(one!, other!);
  }
}

function expectSameState(one: ListenerState, other: ListenerState): void {
  expect(one).toEqual(other);
  // Behind private fields, where `toEqual` does not look.
  expect(one.enjoyed.hashes()).toEqual(other.enjoyed.hashes());
  expect(one.enjoyed.strengths()).toEqual(other.enjoyed.strengths());
}

function expectSameVector(a: Vector, b: Vector): void {
  for (const [i, value] of a.entries()) expect(value).toBeCloseTo(b[i]!, 4);
}

/** Popularity, who listened, and what windows of time say. */
function expectSameListens(one: TrackState, other: TrackState): void {
  const nowMs = Math.max(one.people.atMs, other.people.atMs);
  expect(heatOf(one, nowMs).heat).toBeCloseTo(heatOf(other, nowMs).heat, 6);
  expect(one.knownPeople).toEqual(other.knownPeople);
  const features = [one, other].map((state) => [...readTrackFeatures(state, 1_750_010_000_000)]);
  features[0]!.forEach((value, i) => {
    expect(value).toBeCloseTo(features[1]![i]!, 6);
  });
}

const pairsOf = ({ with: { weights, share } }: TrackState) => new Map([...weights].map(([track, weight]) => [track, weight * share]));

function expectSamePairs(one: TrackState, other: TrackState): void {
  const [onePairs, otherPairs] = [pairsOf(one), pairsOf(other)];
  expect([...onePairs.keys()].sort()).toEqual([...otherPairs.keys()].sort());
  for (const [track, weight] of onePairs) expect(weight).toBeCloseTo(otherPairs.get(track)!, 6);
}

const teaching: fc.Arbitrary<Act> = fc.oneof(
  fc.nat(TRACKS - 1).map(completes),
  fc.tuple(fc.nat(TRACKS - 1), fc.double({ min: 0, max: 1, noNaN: true })).map(([track, heard]) => skips(track, heard)),
  fc.nat(TRACKS - 1).map(likes),
);
const aLog = fc
  .array(fc.tuple(fc.nat(3), teaching), { minLength: 1, maxLength: 60 })
  .map((entries) =>
    entries.map(([who, act], i) =>
      anEvent(act, { listenerId: asListenerId(`listener-${who}`), number: i + 1, occurredAtMs: 1_750_000_000_000 + i * 60_000 }),
    ),
  );

const ofATrack = (make: (track: TrackId) => Act) => fc.nat(TRACKS - 1).map((track) => make(trackId(track)));
const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: teaching },
  { weight: 1, arbitrary: ofATrack((id) => ({ type: 'play', trackId: id })) },
  { weight: 1, arbitrary: ofATrack((id) => ({ type: 'queue', trackId: id, at: 'end' })) },
  { weight: 1, arbitrary: ofATrack((id) => ({ type: 'dislike', trackId: id })) },
  { weight: 1, arbitrary: ofATrack((id) => ({ type: 'block', subject: { kind: 'track', id } })) },
);
/** A log of two, long enough for their rings to overflow, and an undo of one of the last events that it reaches; some come after it. */
const anUndo = fc
  .tuple(fc.array(fc.tuple(fc.nat(1), anAct), { minLength: 10, maxLength: 160, size: 'max' }), fc.nat(RING_KEPT - 1), fc.nat(8))
  .map(([entries, back, after]) => {
    const events = entries.map(([who, act], i) =>
      anEvent(act, { listenerId: asListenerId(`listener-${who}`), number: i + 1, occurredAtMs: 1_750_000_000_000 + i * 60_000 }),
    );
    const before = events.slice(0, events.length - after);
    const own = before.filter(({ listenerId }) => listenerId === before.at(-1)!.listenerId);
    const target = own.at(-1 - (back % own.length))!;
    const undo = anEvent(
      { type: 'undo', event: eventIdOf(target) },
      { listenerId: target.listenerId, outbox: asOutboxId('undos'), number: 1 },
    );
    const at = events.indexOf(target);
    return {
      target,
      since: events.slice(at + 1),
      all: events,
      undone: [...before, undo, ...events.slice(before.length)],
      without: events.toSpliced(at, 1),
    };
  });
/** No vector is further from the one of the log without the event than one event can move it. */
const ONE_EVENT = 0.4;
/** Of how far the event had moved the vectors that it teaches this much stays, over many logs. */
const STAYS = 0.25;
/** One companion more, and those before it moved back in the list. */
const STAYS_A_LISTEN = 2.5;
/** Recency of up to 24 pairs, taken from what came since and not from what went before. */
const FADES_A_LISTEN = 2;

/** The tracks that an event's steps may move. */
const movedBy = (event: ListenEvent): TrackId[] => [trackOf(event.act)!, chanceOf(eventIdOf(event))];
/** Whether nothing here was learnt from a track that one before it had moved. */
const areApart = (events: readonly ListenEvent[]) =>
  events.every((event, i) => !events.slice(0, i).some((earlier) => movedBy(earlier).includes(trackOf(event.act)!)));
const listenedTo = ({ act }: ListenEvent, id: TrackId): boolean => lessonOf(act)?.listened === true && trackOf(act) === id;
const distance = (a: Vector, b: Vector): number => Math.hypot(...a.map((value, i) => value - b[i]!));

describe('an undo', () => {
  it('leaves listeners and tracks as the log without the event does', () => {
    fc.assert(
      fc.property(aLog, (events) => {
        const last = events.at(-1)!;
        const undo = anEvent({ type: 'undo', event: eventIdOf(last) }, { ...idsOf(last), number: 900 });
        const undone = learnt([...events, undo]);
        const without = learnt(events.slice(0, -1));
        expectSame(undone, without);
        const taste = without.tastes.get(last.listenerId);
        if (taste) expectSameState(undone.tastes.get(last.listenerId)!.state, taste.state);
      }),
      { numRuns: 60 },
    );
  });

  it('of any event in its reach leaves tastes but for vectors, popularity and features as the log without the event does', () => {
    fc.assert(
      fc.property(anUndo, ({ undone, without }) => {
        const [one, other] = [learnt(undone), learnt(without)];
        for (const [listener, taste] of other.tastes) {
          const { factors } = one.tastes.get(listener)!.state;
          expectSameState(one.tastes.get(listener)!.state, { ...taste.state, factors });
        }
        for (const [id, a, b] of tracksOf(one, other)) if (!isSegment(id)) expectSameListens(a!, b!);
      }),
      { numRuns: 60 },
    );
  });

  it('of an earlier event takes vectors back exactly where nothing moved them since, and else as though it were the last', () => {
    let moved = 0;
    let stays = 0;
    fc.assert(
      fc.property(anUndo, ({ target, since, all, undone, without }) => {
        const [plain, one, other] = [learnt(all), learnt(undone), learnt(without)];
        const count = (isTaught: boolean, before: Vector, a: Vector, b: Vector) => {
          expect(distance(a, b)).toBeLessThan(ONE_EVENT);
          moved += isTaught ? distance(before, b) : 0;
          stays += isTaught ? distance(a, b) : 0;
        };
        for (const [listener, { state }] of other.tastes) {
          const [before, a] = [plain, one].map(({ tastes }) => tastes.get(listener)!.state.factors);
          // What was learnt since was learnt from tracks that the event, or somebody since, had moved.
          if (areApart([target, ...since])) expectSameVector(a!, state.factors);
          count(listener === target.listenerId, before!, a!, state.factors);
        }
        for (const [id, before, a, b] of tracksOf(plain, one, other)) {
          if (isSegment(id)) continue;
          if (!since.some((event) => movedBy(event).includes(id))) expectSameVector(a!.vector, b!.vector);
          count(movedBy(target).includes(id), before!.vector, a!.vector, b!.vector);
        }
      }),
      // A share of all is no property of each: always the same logs.
      { numRuns: 60, seed: 1 },
    );
    expect(stays).toBeLessThan(moved * STAYS);
  });

  it('of an earlier event leaves each later listen its pair with what was undone, and all other pairs as the log without it', () => {
    fc.assert(
      fc.property(anUndo, ({ target, since, undone, without }) => {
        for (const [id, a, b] of tracksOf(learnt(undone), learnt(without))) {
          const listens = since.filter((event) => listenedTo(event, id));
          const own = listens.filter(({ listenerId }) => listenerId === target.listenerId);
          const wasHeard = listenedTo(target, id);
          if (own.length === 0 && (!wasHeard || listens.length === 0)) expectSamePairs(a!, b!);
          const [one, other] = [pairsOf(a!), pairsOf(b!)];
          let apart = 0;
          for (const track of new Set([...one.keys(), ...other.keys()])) apart += Math.abs((one.get(track) ?? 0) - (other.get(track) ?? 0));
          expect(apart).toBeLessThanOrEqual(own.length * STAYS_A_LISTEN + (wasHeard ? listens.length * FADES_A_LISTEN : 0) + 1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('that is undone itself leaves both as if nothing had been taken back', () => {
    fc.assert(
      fc.property(aLog, (events) => {
        const last = events.at(-1)!;
        const undo = anEvent({ type: 'undo', event: eventIdOf(last) }, { ...idsOf(last), number: 900 });
        const redo = anEvent({ type: 'undo', event: eventIdOf(undo) }, { ...idsOf(last), number: 901 });
        const again = learnt([...events, undo, redo]);
        const plain = learnt(events);
        expectSame(again, plain);
        expectSameState(again.tastes.get(last.listenerId)!.state, plain.tastes.get(last.listenerId)!.state);
      }),
      { numRuns: 60 },
    );
  });

  it('that is undone itself after what it took back has left the ring is too old, and changes nothing', () => {
    const at = { epoch: 1, partition: 0, offset: 0 };
    const taste = newTaste(at, null);
    let offset = 0;
    const says = (act: Act) => {
      const event = anEvent(act, { number: ++offset });
      return { event, outcome: foldEvent(taste, event, { ...at, offset }, view).outcome };
    };
    const fill = (count: number) => {
      for (let i = 0; i < count; i++) says(skips(i % TRACKS));
    };
    // The ring is cut by so many at once: the like is the last of those that go first, and its undo stays.
    fill(RING_KEPT - 1);
    const like = says(likes(3)).event;
    const undo = says({ type: 'undo', event: eventIdOf(like) }).event;
    expect(taste.state.liked.has(trackId(3))).toBe(false);
    while (taste.ring.some(({ event }) => event === eventIdOf(like))) fill(1);
    expect(taste.ring.some(({ event }) => event === eventIdOf(undo))).toBe(true);
    expect(says({ type: 'undo', event: eventIdOf(undo) }).outcome).toBe('undo-too-old');
    expect(taste.state.liked.has(trackId(3))).toBe(false);
  });

  it('sent a second time under another number takes nothing back twice', () => {
    const events = [completes(1), completes(2), likes(3)].map((act, i) => anEvent(act, { number: i + 1 }));
    const target = eventIdOf(events[2]!);
    const undos = [10, 11].map((number) => anEvent({ type: 'undo', event: asEventId(target) }, { ...idsOf(events[2]!), number }));
    expectSame(learnt([...events, ...undos]), learnt(events.slice(0, 2)));
  });
});

const idsOf = ({ listenerId, outbox }: ListenEvent) => ({ listenerId, outbox });
