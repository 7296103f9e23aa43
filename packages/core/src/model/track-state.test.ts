import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackId } from '../testing/builders.ts';
import { heatOf, shareLeftAt } from './popularity.ts';
import { applyStep, freshTrackState, packTrackState, unpackTrackState } from './track-state.ts';
import { asTravelled, type TrackStep } from './track-step.ts';
import { roundedToHalf, zeroVector } from './vector.ts';

const aStep = (offset: number, overrides: Partial<TrackStep> = {}): TrackStep => ({
  track: trackId(1),
  source: { epoch: 1, partition: 0, offset },
  atMs: 1_750_000_000_000 + offset * 60_000,
  origin: 'person',
  timeless: false,
  listenerHash: offset % 7,
  listener: roundedToHalf(zeroVector().map((_, i) => Math.sin(i + offset))),
  target: 1,
  weight: 1,
  listens: 1,
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
      applyStep(stayed, asTravelled(aStep(offset)));
      applyStep(stored, asTravelled(aStep(offset)));
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
    const { heat } = heatOf({ people: state.people, others: { value: 0, atMs: 0 } });
    expect(heat * shareLeftAt(start)).toBeCloseTo(8, 5);
    expect(heat * shareLeftAt(start + 7 * 86_400_000)).toBeCloseTo(4, 5);
  });

  it('keeps what travels as it is: a step read back is the step', () => {
    const step = aStep(3);
    expect(asTravelled(asTravelled(step))).toEqual(asTravelled(step));
    expect(asTravelled(step).listener).toEqual(step.listener);
  });
});
