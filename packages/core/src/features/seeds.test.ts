import { describe, expect, it } from 'vitest';
import { freshState, ModelView, type RecentListen } from '../model/index.ts';
import { aTrack } from '../testing/builders.ts';
import { seedsOf } from './seeds.ts';

const MINUTE = 60_000;
const NOW = 1_800_000_000_000;
/** Each of them lasts 200 s. */
const model = new ModelView();
model.setTracks(
  [1, 2, 3].map((number) => aTrack(number)),
  [],
);

/** Heard to the end, so many minutes before now. */
const heard = (number: number, minutesAgo: number, heardFraction = 1): RecentListen => ({
  trackId: aTrack(number).id,
  artistId: aTrack(number).artistId,
  kind: 'completed',
  heardFraction,
  atMs: NOW - minutesAgo * MINUTE,
});
function weightsOf(recent: readonly RecentListen[]): readonly number[] {
  const listener = freshState(null);
  listener.recent.push(...recent);
  listener.windows.sessionStartMs = NOW - 120 * MINUTE;
  return [...seedsOf(model, listener).weights];
}

describe('seeds', () => {
  it('say less with each track that came after them, however long those lasted', () => {
    const [newest, second, third] = weightsOf([heard(1, 200 / 30), heard(2, 200 / 60), heard(3, 0)]);
    expect(newest).toBe(1);
    expect(second).toBeCloseTo(0.85, 6);
    expect(third).toBeCloseTo(0.85 ** 2, 6);
  });

  it('say less by the time in which nothing was heard, and never less than .3 for it', () => {
    const [, five] = weightsOf([heard(1, 5 + 200 / 60), heard(2, 0)]);
    expect(five).toBeCloseTo(0.85 * (0.3 + 0.7 / 2), 6);
    const [, hour] = weightsOf([heard(1, 60), heard(2, 0)]);
    expect(hour).toBeCloseTo(0.85 * 0.3, 2);
  });

  it('take a rush of ratings for what it is, however long the tracks last', () => {
    const rush = [heard(1, 15.2), heard(2, 15.1), heard(3, 0)];
    const [newest, before, beforeThat] = weightsOf(rush);
    const quiet = 0.3 + 0.7 * 2 ** (-(15.1 - 200 / 60) / 5);
    expect(newest).toBe(1);
    expect(before).toBeCloseTo(0.85 * quiet, 6);
    expect(beforeThat).toBeCloseTo(0.85 ** 2 * quiet, 6);
  });

  it('know no time where there is none', () => {
    expect(weightsOf([{ ...heard(1, 0), atMs: 0 }, heard(2, 0)])[1]).toBeCloseTo(0.85 * 0.3, 6);
    const untimed = (number: number): RecentListen => ({ ...heard(number, 0), atMs: 0 });
    const listener = freshState(null);
    listener.recent.push(untimed(1), untimed(2));
    expect([...seedsOf(model, listener).weights]).toEqual([1, 0.85]);
  });
});
