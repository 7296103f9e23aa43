import { asEventId } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { aSlate } from '../../testing/builders.ts';
import { visitAt, withStep } from './visit.ts';

const dub = [{ genre: 'dub', share: 0.6 }];

describe('a visit', () => {
  it('keeps what stood when it began, whatever comes after', () => {
    const visit = visitAt(null, aSlate(['a'], { lessons: 3, genres: dub }));
    expect(visitAt(visit, aSlate(['a'], { lessons: 9, genres: [{ genre: 'dub', share: 0.9 }] }))).toBe(visit);
    expect(visit).toEqual({ lessons: 3, genres: dub, trail: [] });
  });

  it('begins anew with somebody who has taught less: it is not the same one', () => {
    const visit = withStep(visitAt(null, aSlate(['a'], { lessons: 3, genres: dub })), { event: null, vector: [1, 0] });
    expect(visitAt(visit, aSlate(['a'], { lessons: 0 }))).toEqual({ lessons: 0, genres: [], trail: [] });
  });

  it('keeps the last steps of the way, one for each gesture, wherever a slider led in between', () => {
    let visit = visitAt(null, aSlate(['a']));
    for (let step = 0; step < 12; step++) visit = withStep(visit, { event: asEventId(`box:${step + 1}`), vector: [step, 0] });
    expect(visit.trail.map(({ vector: [x] }) => x)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    visit = withStep(visit, { event: asEventId('box:12'), vector: [20, 0] });
    expect(visit.trail.map(({ vector: [x] }) => x)).toEqual([4, 5, 6, 7, 8, 9, 10, 20]);
    expect(withStep(visit, { event: asEventId('box:13'), vector: [20, 0] })).toBe(visit);
  });
});
