import { expect, it } from 'vitest';
import { someTracks, trackId } from '../testing/builders.ts';
import { ModelView } from './model-view.ts';
import { freshTrackState, packTrackState } from './track-state.ts';
import { zeroVector } from './vector.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/** Tracks that were listened to so often, so long ago. */
function popularities(listens: readonly (readonly [count: number, atMs: number])[]): number[] {
  const model = new ModelView();
  model.setTracks(someTracks(listens.length), []);
  listens.forEach(([value, atMs], number) => {
    const state = freshTrackState(zeroVector());
    state.version = 1;
    state.others.value = value;
    state.others.atMs = atMs;
    model.applyTrackState(trackId(number), packTrackState(state));
  });
  return listens.map((_, number) => model.popularityAt(model.rowOf(trackId(number))!));
}

it.each([1975, 1997, 2013, 2026, 2060])('popularity halves in a week, in %i as in any other year', (year) => {
  const nowMs = Date.UTC(year, 5);
  const [now, before, long] = popularities([
    [8, nowMs],
    [8, nowMs - 7 * DAY_MS],
    [8, nowMs - 70 * DAY_MS],
  ]);
  expect(now).toBeCloseTo(8, 5);
  expect(before).toBeCloseTo(4, 5);
  expect(long).toBeCloseTo(8 / 1024, 5);
});

it('popularity of long ago is none, whichever is told first, and of what has no time stays', () => {
  const [newMs, oldMs] = [Date.UTC(2026, 0), Date.UTC(2026, 0) - 40 * YEAR_MS];
  expect(
    popularities([
      [500, oldMs],
      [2, newMs],
      [3, 0],
    ]),
  ).toEqual([0, expect.closeTo(2, 5), 3]);
  expect(
    popularities([
      [2, newMs],
      [500, oldMs],
    ]),
  ).toEqual([expect.closeTo(2, 5), 0]);
});
