import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, asEventId, type ListenEvent, type Position } from '../events/index.ts';
import { anEvent, completes, likes, skips, someTracks, trackId } from '../testing/builders.ts';
import { ModelView } from './model-view.ts';
import { foldEvent, lessonAgain, newTaste, type Taste } from './taste.ts';
import { packTaste, packTasteAfter, type RecordBase, unpackStored, unpackTaste } from './taste-record.ts';

const model = new ModelView();
model.setTracks(someTracks(60), []);
const at = (offset: number): Position => ({ epoch: 1, partition: 0, offset });
const fresh = (): Taste => newTaste(at(0), null);
const foldAll = (events: readonly ListenEvent[], taste = fresh()): Taste => {
  events.forEach((event, offset) => {
    foldEvent(taste, event, at(offset), model);
  });
  return taste;
};
/** All that was learnt, without what counts records. */
const learntOf = (taste: Taste) => ({ ...taste.state, factors: [...taste.state.factors] });

const anAct: fc.Arbitrary<Act> = fc.oneof(
  fc.nat(59).map(completes),
  fc.tuple(fc.nat(59), fc.double({ min: 0, max: 1, noNaN: true })).map(([track, heard]) => skips(track, heard)),
  fc.nat(59).map(likes),
  fc.nat(59).map((n): Act => ({ type: 'queue', trackId: trackId(n), at: 'end' })),
  fc.nat(59).map((n): Act => ({ type: 'block', subject: { kind: 'track', id: trackId(n) } })),
  fc.nat(59).map((n): Act => ({ type: 'pin', trackId: trackId(n) })),
  fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([discover, energy]): Act => ({ type: 'tune', discover, energy })),
);
const numbered = (acts: readonly Act[]) => acts.map((act, i) => anEvent(act, { number: i + 1 }));

describe('folding the log into a taste', () => {
  it('moves towards what was finished and away from what was skipped at once', () => {
    const liked = foldAll(numbered([completes(0), completes(5), completes(10)]));
    const disliked = foldAll(numbered([skips(0), skips(5), skips(10)]));
    const affinity = (taste: Taste) =>
      taste.state.factors.reduce((sum, value, i) => sum + value * (model.vectorOf(trackId(15))?.[i] ?? 0), 0);
    expect(affinity(liked)).toBeGreaterThan(0.01);
    expect(affinity(disliked)).toBeLessThan(-0.01);
    expect(liked.state.genres.get('slow soul')).toBeGreaterThan(0);
    expect(disliked.state.genres.get('slow soul')).toBeLessThan(0);
  });

  it('counts what was shown from the next gesture on, and takes it back with that gesture', () => {
    const shows = (...tracks: number[]): Act => ({
      type: 'impression',
      rows: tracks.map((n, i) => ({ trackId: trackId(n), rank: i, propensity: 1 })),
    });
    const events = numbered([completes(0), shows(1, 2), skips(3), shows(4)]);
    const taste = foldAll(events);
    const counted = (one: Taste) => Object.fromEntries(one.shown.counted);
    const withTheSkip = { [trackId(1)]: 1, [trackId(2)]: 1 };
    expect(counted(taste)).toEqual(withTheSkip);
    const undo = (number: number, target: number) =>
      anEvent({ type: 'undo', event: asEventId(`${events[0]?.outbox}:${target}`) }, { number });
    foldEvent(taste, undo(5, 3), at(4), model);
    expect(counted(taste)).toEqual({});
    const stored = unpackTaste(packTaste(taste));
    expect(packTaste(stored)).toEqual(packTaste(taste));
    for (const one of [taste, stored]) {
      foldEvent(one, undo(6, 5), at(5), model);
      expect(counted(one)).toEqual(withTheSkip);
      foldEvent(one, anEvent(completes(2), { number: 7 }), at(6), model);
      expect(counted(one)).toEqual({ [trackId(1)]: 1, [trackId(4)]: 1 });
    }
  });

  it('[L2] folds any prefix twice as once: what is at or before the position changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anAct, { minLength: 1, maxLength: 90 }), fc.nat(), (acts, cut) => {
        const events = numbered(acts);
        const clean = foldAll(events);
        const again = foldAll(events.slice(0, (cut % events.length) + 1));
        events.forEach((event, offset) => {
          foldEvent(again, event, at(offset), model);
        });
        expect(packTaste(again)).toEqual(packTaste(clean));
      }),
      { numRuns: 60 },
    );
  });

  it('[L2] learns nothing from an event that was sent again, at whatever place of the log', () => {
    fc.assert(
      fc.property(fc.array(anAct, { minLength: 1, maxLength: 60 }), fc.array(fc.nat(), { maxLength: 10 }), (acts, resent) => {
        const events = numbered(acts);
        const withCopies = [...events];
        for (const pick of resent) {
          const event = events[pick % events.length];
          if (event) withCopies.splice(Math.max(withCopies.indexOf(event) + 1, pick % (withCopies.length + 1)), 0, event);
        }
        expect(learntOf(foldAll(withCopies))).toEqual(learntOf(foldAll(events)));
      }),
      { numRuns: 60 },
    );
  });

  it('[L2] goes on from a stored record exactly as from memory', () => {
    fc.assert(
      fc.property(fc.array(anAct, { minLength: 2, maxLength: 150 }), fc.nat(), (acts, cut) => {
        const events = numbered(acts);
        const clean = foldAll(events);
        let taste = fresh();
        events.forEach((event, offset) => {
          if (offset === cut % events.length) taste = unpackTaste(packTaste(taste));
          foldEvent(taste, event, at(offset), model);
        });
        expect(packTaste(taste)).toEqual(packTaste(clean));
      }),
      { numRuns: 40 },
    );
  });

  it('[L2] is stored as it is when only what is new of its record is written, through undos, erasing and restarts', () => {
    const anyAct = fc.oneof({ weight: 30, arbitrary: anAct }, { weight: 1, arbitrary: fc.constant<Act>({ type: 'erase' }) });
    fc.assert(
      fc.property(fc.array(anyAct, { minLength: 2, maxLength: 150 }), fc.nat(), (acts, cut) => {
        const events = numbered(acts);
        let taste = fresh();
        let base: RecordBase | null = null;
        let stored = new Uint8Array(0);
        let kept = 0;
        for (const [offset, event] of events.entries()) {
          if (offset > 0 && offset === cut % events.length) ({ taste, base } = unpackStored(stored));
          foldEvent(taste, event, at(offset), model);
          const packed = packTasteAfter(taste, base);
          base = packed.base;
          kept += packed.keeps;
          stored = Uint8Array.from([...stored.subarray(0, packed.keeps), ...packed.record]);
          expect(stored).toEqual(packTaste(taste));
        }
        // Else this would hold of one that is always written whole.
        if (acts.length > 10) expect(kept).toBeGreaterThan(0);
      }),
      { numRuns: 25 },
    );
  });

  it('[L2] works out again what a redelivered event taught, to the bit', () => {
    const taste = fresh();
    const events = numbered(Array.from({ length: 50 }, (_, i) => (i % 3 === 0 ? skips(i % 60) : completes(i % 60))));
    events.forEach((event, offset) => {
      const folded = foldEvent(taste, event, at(offset), model);
      const again = lessonAgain(unpackTaste(packTaste(taste)), offset);
      if (folded.outcome !== 'learnt') throw new Error(`offset ${offset} was ${folded.outcome}`);
      expect(again?.lesson).toEqual(folded.lesson);
      expect(again?.before).toEqual(folded.before);
    });
  });

  it('undoes one of the last 32 events as if it had never been', () => {
    fc.assert(
      fc.property(fc.array(anAct, { minLength: 1, maxLength: 100 }), fc.nat(31), (acts, back) => {
        const events = numbered(acts);
        const target = events[Math.max(0, events.length - 1 - back)];
        if (!target) return;
        const undo = anEvent({ type: 'undo', event: asEventId(`outbox-1:${target.number}`) }, { number: events.length + 1 });
        const undone = foldAll([...events, undo]);
        const without = foldAll(events.filter((event) => event !== target));
        expect(learntOf(undone)).toEqual(learntOf(without));
      }),
      { numRuns: 80 },
    );
  });

  it('undoes an undo: the event counts again', () => {
    const events = numbered([completes(1), likes(2), skips(3)]);
    const undo = anEvent({ type: 'undo', event: asEventId('outbox-1:2') }, { number: 4 });
    const redo = anEvent({ type: 'undo', event: asEventId('outbox-1:4') }, { number: 5 });
    expect(learntOf(foldAll([...events, undo, redo]))).toEqual(learntOf(foldAll(events)));
  });

  it('says that an event which left the ring is too old to undo, and changes nothing', () => {
    const events = numbered(Array.from({ length: 200 }, (_, i) => completes(i % 60)));
    const taste = foldAll(events);
    const before = learntOf(taste);
    const undo = anEvent({ type: 'undo', event: asEventId('outbox-1:1') }, { number: 201 });
    expect(foldEvent(taste, undo, at(200), model).outcome).toBe('undo-too-old');
    expect(learntOf(taste)).toEqual(before);
  });

  it('[L14] keeps nothing of an erased listener but the numbers that stop resending', () => {
    const taste = foldAll([...numbered([completes(1), likes(2)]), anEvent({ type: 'erase' }, { number: 3 })]);
    expect(learntOf(taste)).toEqual(learntOf(fresh()));
    expect(taste.ring).toEqual([]);
    expect(foldEvent(taste, anEvent(likes(2), { number: 2 }), at(3), model).outcome).toBe('duplicate');
  });

  it('keeps the record small however much was heard', () => {
    const taste = foldAll(numbered(Array.from({ length: 500 }, (_, i) => completes(i % 60))));
    expect(packTaste(taste).length).toBeLessThan(20_000);
  });

  it('refuses a record of another version by its number', () => {
    const record = packTaste(fresh());
    record[0] = 99;
    expect(() => unpackTaste(record)).toThrow(/version 99/);
  });

  it('refuses a record that was cut, wherever', () => {
    const record = packTaste(foldAll(numbered([completes(1), likes(2), skips(3)])));
    for (let length = 0; length < record.length; length++)
      expect(() => unpackTaste(record.slice(0, length)), `${length} of ${record.length} bytes`).toThrow();
  });
});
