import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, asEventId, asListenerId, eventIdOf, type ListenEvent, type TrackId } from '../events/index.ts';
import { anEvent, completes, likes, skips, someTracks, trackId } from '../testing/builders.ts';
import { contentVectorOf } from './content.ts';
import { ModelView } from './model-view.ts';
import { heatOf, shareLeftAt } from './popularity.ts';
import { readTrackFeatures } from './read-features.ts';
import { isSegment } from './segment.ts';
import { stepsOf } from './steps-of.ts';
import { foldEvent, newTaste, type Taste } from './taste.ts';
import { applySegmentStep, applyStep, freshTrackState, type TrackState } from './track-state.ts';
import { roundedToHalf, zeroVector } from './vector.ts';

const TRACKS = 20;
const view = new ModelView();
view.setTracks(someTracks(TRACKS), []);

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
    const chance = trackId(of.event.length % TRACKS);
    const steps = stepsOf({
      listenerId: event.listenerId,
      source: position,
      origin: event.origin,
      input: of.input,
      lesson,
      before,
      state,
      chance,
      takesBack: turned?.takesBack ?? false,
    });
    for (const step of steps) (isSegment(step.track) ? applySegmentStep : applyStep)(stateOf(step.track), step);
  });
  return { tastes, tracks };
}

/** Tracks nobody stepped are as their content says, whether somebody looked at them or not. */
function expectSame(a: ReadonlyMap<TrackId, TrackState>, b: ReadonlyMap<TrackId, TrackState>): void {
  for (const id of new Set([...a.keys(), ...b.keys()])) {
    const blank = freshTrackState(view.track(id) ? contentVectorOf(view.track(id)!) : zeroVector());
    const [one, other] = [a.get(id) ?? blank, b.get(id) ?? blank];
    for (const [i, value] of one.vector.entries()) expect(value).toBeCloseTo(other.vector[i]!, 4);
    const now = shareLeftAt(Math.max(one.people.atMs, other.people.atMs));
    expect(heatOf(one).heat * now).toBeCloseTo(heatOf(other).heat * now, 6);
    expect(one.knownPeople).toEqual(other.knownPeople);
    const features = [one, other].map((state) => [...readTrackFeatures(state, 1_750_010_000_000)]);
    features[0]!.forEach((value, i) => {
      expect(value).toBeCloseTo(features[1]![i]!, 6);
    });
    const pairs = ({ with: { weights, share } }: TrackState) => new Map([...weights].map(([track, weight]) => [track, weight * share]));
    const [onePairs, otherPairs] = [pairs(one), pairs(other)];
    expect([...onePairs.keys()].sort()).toEqual([...otherPairs.keys()].sort());
    for (const [track, weight] of onePairs) expect(weight).toBeCloseTo(otherPairs.get(track)!, 6);
  }
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

describe('an undo', () => {
  it('leaves listeners and tracks as the log without the event does', () => {
    fc.assert(
      fc.property(aLog, (events) => {
        const last = events.at(-1)!;
        const undo = anEvent({ type: 'undo', event: eventIdOf(last) }, { ...idsOf(last), number: 900 });
        const undone = learnt([...events, undo]);
        const without = learnt(events.slice(0, -1));
        expectSame(undone.tracks, without.tracks);
        const taste = without.tastes.get(last.listenerId);
        if (taste) expect(undone.tastes.get(last.listenerId)?.state).toEqual(taste.state);
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
        expectSame(again.tracks, plain.tracks);
        expect(again.tastes.get(last.listenerId)?.state).toEqual(plain.tastes.get(last.listenerId)?.state);
      }),
      { numRuns: 60 },
    );
  });

  it('sent a second time under another number takes nothing back twice', () => {
    const events = [completes(1), completes(2), likes(3)].map((act, i) => anEvent(act, { number: i + 1 }));
    const target = eventIdOf(events[2]!);
    const undos = [10, 11].map((number) => anEvent({ type: 'undo', event: asEventId(target) }, { ...idsOf(events[2]!), number }));
    expectSame(learnt([...events, ...undos]).tracks, learnt(events.slice(0, 2)).tracks);
  });
});

const idsOf = ({ listenerId, outbox }: ListenEvent) => ({ listenerId, outbox });
