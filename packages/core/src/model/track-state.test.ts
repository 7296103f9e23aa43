import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRACK_FEATURES } from '../stream/index.ts';
import { trackId } from '../testing/builders.ts';
import { heatOf, shareLeftAt } from './popularity.ts';
import { readTrackFeatures } from './read-features.ts';
import { applyStep, freshTrackState, packTrackState, unpackTrackState } from './track-state.ts';
import { packStep, type TrackStep, unpackStep } from './track-step.ts';
import { roundedToHalf, zeroVector } from './vector.ts';

const aStep = (offset: number, overrides: Partial<TrackStep> = {}): TrackStep => ({
  track: trackId(1),
  source: { epoch: 1, partition: 0, offset },
  atMs: 1_750_000_000_000 + offset * 60_000,
  origin: 'person',
  timeless: false,
  takesBack: false,
  listenerHash: offset % 7,
  listener: roundedToHalf(zeroVector().map((_, i) => Math.sin(i + offset))),
  target: 1,
  weight: 1,
  listens: 1,
  gesture: { type: offset % 3 === 0 ? 'skip' : 'complete', heardFraction: 0.5 },
  with: [{ track: trackId(2 + (offset % 9)), weight: 0.5 }],
  ...overrides,
});

describe('what is learnt about a track', () => {
  it('[L2] applies a step once, however often and late it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }), (partitions) => {
        const steps = partitions.map((partition, offset) => aStep(offset, { source: { epoch: 1, partition, offset } }));
        const clean = freshTrackState(zeroVector());
        for (const step of steps) applyStep(clean, step);
        const noisy = freshTrackState(zeroVector());
        steps.forEach((step, i) => {
          applyStep(noisy, step);
          for (const old of steps.slice(0, i + 1)) applyStep(noisy, old);
        });
        expect(packTrackState(noisy)).toEqual(packTrackState(clean));
      }),
      { numRuns: 50 },
    );
  });

  it('[L13] lets no step of an older epoch in', () => {
    const state = freshTrackState(zeroVector());
    applyStep(state, aStep(1, { source: { epoch: 2, partition: 0, offset: 1 } }));
    expect(applyStep(state, aStep(50, { source: { epoch: 1, partition: 0, offset: 50 } }))).toBe(false);
  });

  it('loads back bit for bit and goes on as if it had stayed', () => {
    const stayed = freshTrackState(zeroVector());
    let stored = freshTrackState(zeroVector());
    for (let offset = 0; offset < 60; offset++) {
      applyStep(stayed, aStep(offset));
      applyStep(stored, aStep(offset));
      stored = unpackTrackState(packTrackState(stored));
    }
    expect(packTrackState(stored)).toEqual(packTrackState(stayed));
  });

  it('halves popularity in a week, and never mixes people with simulated listeners', () => {
    const state = freshTrackState(zeroVector());
    applyStep(state, aStep(0, { listens: 8 }));
    applyStep(state, aStep(1, { listens: 3, origin: 'simulated' }));
    expect(state.people.value).toBeCloseTo(8, 5);
    expect(state.others.value).toBeCloseTo(3, 5);
    const start = 1_750_000_000_000;
    const { heat } = heatOf({ people: state.people, others: { value: 0, atMs: 0 } }, start);
    expect(heat).toBeCloseTo(8, 5);
    expect(heat * shareLeftAt(start + 7 * 86_400_000, start)).toBeCloseTo(4, 5);
  });

  it('keeps what travels as it is: a step read back is the step', () => {
    for (const overrides of [{ takesBack: false }, { takesBack: true }, { gesture: null }]) {
      const step = aStep(3, overrides);
      expect(unpackStep(packStep(step))).toEqual(step);
    }
  });

  it('is as it was, but for its fence, once the last step is taken back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 20 }), (steps, weight) => {
        const state = freshTrackState(zeroVector());
        for (let offset = 0; offset < steps; offset++) applyStep(state, aStep(offset));
        const was = unpackTrackState(packTrackState(state));
        const step = aStep(steps, { weight: weight / 10, listens: weight / 10 });
        applyStep(state, step);
        applyStep(state, { ...step, takesBack: true, source: { ...step.source, offset: steps + 1 } });
        for (const [i, value] of state.vector.entries()) expect(value).toBeCloseTo(was.vector[i]!, 5);
        expect(state.knownPeople).toEqual(was.knownPeople);
        const [is, before] = [state, was].map((one) => [...readTrackFeatures(one, step.atMs)]);
        is!.forEach((value, i) => {
          expect(value).toBeCloseTo(before![i]!, 6);
        });
        const nowMs = state.people.atMs;
        expect(heatOf(state, nowMs).heat).toBeCloseTo(heatOf(was, nowMs).heat, 5);
        expect([...state.with.weights.keys()].sort()).toEqual([...was.with.weights.keys()].sort());
        for (const [track, value] of was.with.weights)
          expect(state.with.weights.get(track)! * state.with.share).toBeCloseTo(value * was.with.share, 8);
      }),
    );
  });

  it('reads the records of the version before', () => {
    const now = packTrackState(freshTrackState(roundedToHalf(zeroVector().fill(0.25))));
    // Of no pairs and no fences two counts are left at the end; version 2 had no features before them, version 1 no share.
    const features = 1 + TRACK_FEATURES.layout.length * 5 + TRACK_FEATURES.slots * 8;
    const [start, pairs, fences] = [
      now.subarray(1, -(2 + features + 2)),
      now.subarray(-(2 + features + 2), -(features + 2)),
      now.subarray(-2),
    ];
    expect(unpackTrackState(Uint8Array.from([2, ...start, ...pairs, ...fences]))).toEqual(unpackTrackState(now));
    expect(unpackTrackState(Uint8Array.from([1, ...start.subarray(0, -8), ...pairs, ...fences]))).toEqual(unpackTrackState(now));
    expect(() => unpackTrackState(Uint8Array.from([4, ...now.subarray(1)]))).toThrow('this program reads 1 to 3');
  });
});
