import type { EventId, Revision, Slate } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { PaintTimes } from './paint.ts';
import { aSlate } from './testing/builders.ts';

const EVENT = 'outbox-a:1' as EventId;
const CLOCK = { offsetMs: 0, errorMs: 1 };
const slate: Slate = {
  ...aSlate(),
  timings: { receivedAtMs: 1_010, takenAtMs: 1_011, learntAtMs: 1_012, storedAtMs: 1_013, noticedAtMs: 1_014, rankedAtMs: 1_015 },
};
const measure = (revision: Revision) => ({ event: EVENT, revision, gestureToPaintMs: 40 });

describe('PaintTimes', () => {
  it('reports a paint by its steps', () => {
    const times = new PaintTimes();
    times.arrived(slate, 1_020);
    expect(times.sent(EVENT, 1_003, false)).toBe(null);
    expect(times.report(measure(slate.revision), EVENT, CLOCK, 1_040)).toEqual({
      event: EVENT,
      revision: slate.revision,
      gestureToPaintMs: 40,
      paintMs: 20,
      pushMs: 5,
      clientToApiMs: 6,
      clockErrorMs: 1,
      delayed: false,
    });
  });

  it('gives a paint that overtook the answer to its gesture back with the answer, once, as of its own time', () => {
    const times = new PaintTimes();
    times.arrived(slate, 1_020);
    expect(times.report(measure(slate.revision), EVENT, CLOCK, 1_040)).toBe(null);
    const early = times.sent(EVENT, 1_003, false);
    expect(early && times.report(early, EVENT, CLOCK, 1_999)?.paintMs).toBe(20);
    expect(times.sent(EVENT, 1_003, false)).toBe(null);
  });

  it('reports nothing of a slate that was not pushed to this tab', () => {
    const times = new PaintTimes();
    times.sent(EVENT, 1_003, false);
    expect(times.report(measure(slate.revision), EVENT, CLOCK, 1_040)).toBe(null);
  });
});
