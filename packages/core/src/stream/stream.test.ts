import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, asTrackId } from '../events/index.ts';
import { FeatureTable } from './feature-table.ts';
import { clicks } from './listener/clicks.ts';
import { LISTENER_FEATURES } from './listener-features.ts';
import { SESSION_GAP_MS } from './session-gap.ts';
import type { ListenerHappening, ListenerMoment, TrackHappening } from './stream-feature.ts';
import { TRACK_FEATURES } from './track-features.ts';

const trackId = asTrackId('t1');
const NOON = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;

const play = (atMs: number, heardFraction: number, energy: number | null = null): ListenerHappening => ({
  act: heardFraction >= 0.9 ? { type: 'complete', trackId, heardFraction } : { type: 'skip', trackId, heardFraction },
  atMs,
  heardFraction,
  energy,
});
const gesture = (type: 'click' | 'like' | 'dislike', atMs: number): ListenerHappening => ({
  act: { type, trackId } as Act,
  atMs,
  heardFraction: null,
  energy: null,
});

function valuesAfter(happenings: readonly ListenerHappening[], moment: Partial<ListenerMoment> = {}): Record<string, number> {
  const slots = LISTENER_FEATURES.fresh();
  for (const happening of happenings) LISTENER_FEATURES.step(slots, happening);
  const lastMs = happenings.at(-1)?.atMs ?? 0;
  const at = { nowMs: lastMs, lastMs, sessionStartMs: happenings[0]?.atMs ?? 0, genres: new Map(), ...moment };
  const values = LISTENER_FEATURES.read(slots, at);
  return Object.fromEntries(LISTENER_FEATURES.names.map((name, i) => [name, values[i] ?? Number.NaN]));
}

function trackValuesAfter(happenings: readonly TrackHappening[], nowMs: number): Record<string, number> {
  const slots = TRACK_FEATURES.fresh();
  for (const happening of happenings) TRACK_FEATURES.step(slots, happening);
  const values = TRACK_FEATURES.read(slots, { nowMs });
  return Object.fromEntries(TRACK_FEATURES.names.map((name, i) => [name, values[i] ?? Number.NaN]));
}

describe('features of the stream', () => {
  it.each([
    ['listener', LISTENER_FEATURES],
    ['track', TRACK_FEATURES],
  ])('are declared, every file of the folder %s', async (folder, table) => {
    const url = new URL(`${folder}/`, import.meta.url);
    const declared = new Set<unknown>(table.features);
    for (const file of readdirSync(url)) {
      const exported: Record<string, unknown> = await import(new URL(file, url).href);
      for (const one of Object.values(exported)) if (typeof one === 'object') expect(declared, file).toContain(one);
    }
  });

  it('count clicks that fade within minutes', () => {
    const busy = [0, 10, 20].map((second) => gesture('click', NOON + second * 1000));
    expect(valuesAfter(busy)['clicks']).toBeGreaterThan(2.8);
    expect(valuesAfter(busy, { nowMs: NOON + 30 * MINUTE })['clicks']).toBeLessThan(0.01);
  });

  it('say at a steady pace how often in the window, whichever events come between', () => {
    const steady = Array.from({ length: 400 }, (_, i) => play(NOON + i * 3 * MINUTE, 1));
    expect(valuesAfter(steady)['listens-hour']).toBeCloseTo(20, -0.5);
  });

  it('tell who stays with a track from who skips', () => {
    const stays = valuesAfter([1, 1, 0.95].map((heard, i) => play(NOON + i * MINUTE, heard)));
    const skips = valuesAfter([0.1, 0.05, 0.2].map((heard, i) => play(NOON + i * MINUTE, heard)));
    expect(stays).toMatchObject({ 'completion-rate': 1, 'skip-streak': 0, 'session-skips': 0, 'session-tracks': 3 });
    expect(skips).toMatchObject({ 'completion-rate': 0, 'skip-streak': 3, 'session-skips': 1, 'session-minutes': 2 });
    expect(stays['dwell']).toBeGreaterThan(0.9);
    expect(skips['dwell']).toBeCloseTo(0.35 / 3);
  });

  it('let nothing of a session outlive it', () => {
    const values = valuesAfter([play(NOON, 0.1), play(NOON + MINUTE, 0.1)], { nowMs: NOON + MINUTE + SESSION_GAP_MS + 1 });
    expect(values).toMatchObject({ 'skip-streak': 0, 'session-skips': 0, 'session-tracks': 0, 'session-minutes': 0 });
  });

  it('say nothing more after as long as they are declared to live', () => {
    const aDay = fc.array(fc.tuple(fc.nat(600_000), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(aDay, (day) => {
        let atMs = NOON;
        const happenings: ListenerHappening[] = [];
        for (const [afterMs, heard] of day) {
          atMs += afterMs;
          happenings.push(play(atMs, heard, heard));
        }
        for (const { name, livesMs } of LISTENER_FEATURES.features) {
          if (livesMs === null) continue;
          const after = { nowMs: atMs + livesMs + 1 };
          expect(valuesAfter(happenings, after)[name]).toBe(valuesAfter([], after)[name]);
        }
      }),
    );
  });

  it("begin a session with nothing of the one before, and keep what is the listener's", () => {
    const slots = LISTENER_FEATURES.fresh();
    for (let i = 0; i < 3; i++) LISTENER_FEATURES.step(slots, play(NOON + i, 0.1));
    LISTENER_FEATURES.beginSession(slots);
    const values = LISTENER_FEATURES.read(slots, { nowMs: NOON + 3, lastMs: NOON + 3, sessionStartMs: NOON + 3, genres: new Map() });
    const named = (name: string) => values[LISTENER_FEATURES.names.indexOf(name)];
    expect(named('skip-streak')).toBe(0);
    expect(named('listens-hour')).toBeGreaterThan(2.9);
  });

  it('measure breadth in bits of genres that are liked, and none of what is turned away from', () => {
    const breadth = (genres: Record<string, number>) => valuesAfter([], { genres: new Map(Object.entries(genres)) })['genre-entropy'];
    expect(breadth({})).toBe(0);
    expect(breadth({ folk: 3, rock: -2 })).toBe(0);
    expect(breadth({ folk: 1, rock: 1, dub: 1, funk: 1 })).toBeCloseTo(2);
  });

  it('know the usual hour from one half a day off, and which way energy goes', () => {
    const evenings = Array.from({ length: 30 }, (_, day) => play(NOON + day * 24 * 60 * MINUTE, 1, day < 25 ? 0.2 : 0.9));
    expect(valuesAfter(evenings)['usual-hour']).toBeCloseTo(1);
    expect(valuesAfter(evenings, { nowMs: NOON + 12 * 60 * MINUTE })['usual-hour']).toBeCloseTo(-1);
    expect(valuesAfter(evenings)['hour-of-day']).toBe(12);
    expect(valuesAfter(evenings)['energy-trend']).toBeGreaterThan(0.2);
    expect(valuesAfter([gesture('like', NOON), gesture('dislike', NOON), gesture('dislike', NOON)])['approval']).toBe(-1);
  });

  it('tell a track that many skip, and one that is on the rise', () => {
    const plays = (heard: number): TrackHappening[] =>
      Array.from({ length: 12 }, (_, i) => ({
        type: heard >= 0.9 ? 'complete' : 'skip',
        heardFraction: heard,
        atMs: NOON + i * MINUTE,
        by: 1,
      }));
    const now = NOON + 12 * MINUTE;
    const loved = trackValuesAfter(plays(1), now);
    const skipped = trackValuesAfter(plays(0.1), now);
    expect(loved['track-skip-rate']).toBeLessThan(0.1);
    expect(skipped['track-skip-rate']).toBeGreaterThan(0.9);
    expect(loved['track-heard-share']).toBeGreaterThan(0.9);
    expect(skipped['track-skips-hour']).toBeGreaterThan(9);
    expect(loved['track-rising']).toBeGreaterThan(2);
    expect(trackValuesAfter(plays(1), now + 24 * 60 * MINUTE)['track-rising']).toBeLessThan(0.1);
  });

  const aTrackHappening = fc.record({
    type: fc.constantFrom('play', 'skip', 'complete', 'like') as fc.Arbitrary<TrackHappening['type']>,
    heardFraction: fc.double({ min: 0, max: 1, noNaN: true }),
    atMs: fc.integer({ min: NOON, max: NOON + 1e9 }),
    by: fc.constant(1 as const),
  });

  it('of a track come back to where they were when an undo takes an event back, in whatever order they came', () => {
    fc.assert(
      fc.property(fc.array(aTrackHappening, { maxLength: 12 }), aTrackHappening, fc.nat(12), (others, undone, place) => {
        const now = NOON + 2e9;
        const all = [...others];
        all.splice(place, 0, undone);
        const without = trackValuesAfter(others, now);
        const takenBack = trackValuesAfter([...all, { ...undone, by: -1 }], now);
        for (const [name, value] of Object.entries(without)) expect(takenBack[name]).toBeCloseTo(value, 6);
      }),
    );
  });

  it('stay finite, whatever happens and however times jump', () => {
    const anything = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 4e12 }), fc.double({ min: 0, max: 1, noNaN: true }))
        .map(([atMs, heard]) => play(atMs, heard, heard)),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 4e12 }), (happenings, nowMs) => {
        expect(Object.entries(valuesAfter(happenings, { nowMs })).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
        const onTrack = happenings.map(
          ({ act, atMs, heardFraction }): TrackHappening => ({ type: act.type, atMs, heardFraction: heardFraction ?? 0, by: 1 }),
        );
        expect(Object.entries(trackValuesAfter(onTrack, nowMs)).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
      }),
    );
  });

  it('have names and words of their own', () => {
    const all = [...LISTENER_FEATURES.features, ...TRACK_FEATURES.features];
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { name, says, title } of all) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title.length, name).toBeGreaterThan(10);
      for (const value of [0, 1, 2.5]) expect(says(value), name).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(clicks.says(1)).toBe('1 row clicked in the last five minutes');
    expect(new FeatureTable([clicks]).names).toEqual(['clicks']);
  });
});
