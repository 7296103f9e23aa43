import { createReplay, Learning } from '@segue/core/model';
import { cardOf, rankSlate } from '@segue/core/ranking';
import { demoTracks } from '@segue/demo';
import { beforeAll, describe, expect, it } from 'vitest';
import { heardOf, listenerIdOf } from './play.ts';
import { LIST_SIZE, listFor } from './ranked.ts';
import { createSociety, sessionLog } from './session-log.ts';
import { type Simulated, START_MS, simulate } from './simulate.ts';
import { tablesOf } from './tables.ts';

const SMALL = { listeners: 60, events: 3_000, tracks: 300, newcomers: 40, newTracks: 8, days: 2, seed: 1 };
const tracks = demoTracks({ seed: 1, tracks: 300, addedAtMs: START_MS });
const society = createSociety({ tracks, seed: 1, startMs: START_MS });

describe('a made-up society', () => {
  it('listens the same whenever it is asked, in the order of time, and numbers what it sends', () => {
    const log = [...sessionLog(society, { listeners: 20, events: 500 })];
    expect([...sessionLog(createSociety({ tracks, seed: 1, startMs: START_MS }), { listeners: 20, events: 500 })]).toEqual(log);
    const of = log.filter(({ listenerId }) => listenerId === 'simulated-3');
    expect(of.map(({ number }) => number)).toEqual(of.map((_, i) => i + 1));
    const replay = createReplay({ tracks });
    for (const event of log) expect(replay.learn(event)).toBe('learnt');
    const times = log.filter(({ act }) => act.type !== 'profile').map(({ occurredAtMs }) => occurredAtMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('hears out what it truly likes more often than what it does not', () => {
    const byId = new Map(tracks.map((track) => [track.id, heardOf(track)]));
    const outcomes = Array.from({ length: 20 }, (_, index) => society.tasteOf(index)).flatMap((taste) =>
      Array.from({ length: 10 }, (_, day) => society.dayOf(taste, day)).flatMap((plays) =>
        plays.map(({ act }) => ({ appeal: taste.appealOf(byId.get(act.trackId)!), out: act.type === 'complete' })),
      ),
    );
    const shareOut = (of: typeof outcomes) => of.filter(({ out }) => out).length / of.length;
    expect(shareOut(outcomes.filter(({ appeal }) => appeal > 0.6))).toBeGreaterThan(
      shareOut(outcomes.filter(({ appeal }) => appeal < 0.3)) + 0.2,
    );
  });
});

describe('simulate', () => {
  it('shows lists of the model that serves, its long-term fit too', () => {
    const [replay, learning] = [createReplay({ tracks, seed: 1 }), new Learning(tracks, { seed: 1 })];
    let nowMs = START_MS;
    for (const event of sessionLog(society, { listeners: 40, events: 1_000 })) {
      replay.learn(event);
      learning.learn(event);
      nowMs = event.occurredAtMs + 1;
    }
    expect(replay.view().longTermOf?.events).toBeGreaterThan(0);
    expect(replay.view().longTermOf).toEqual(learning.model.longTermOf);
    for (let i = 0; i < 40; i++) {
      const listener = listenerIdOf(`simulated-${i}`);
      const { rows } = rankSlate({
        model: learning.model,
        taste: learning.tasteOf(listener),
        pending: [],
        nowMs,
        size: LIST_SIZE,
        seed: 1,
        cardOf: (track) => cardOf(track, { soundUrl: '/', coverUrl: '/' }),
      });
      expect(listFor(replay, listener, { nowMs, seed: 1 })).toEqual(rows.map(({ track }) => track.trackId));
    }
  });

  let measured: Simulated;
  beforeAll(() => {
    measured = simulate(SMALL, () => {});
  }, 120_000);

  it('prints the same figures for the same options', () => {
    expect(simulate({ ...SMALL, listeners: 10, events: 200, newcomers: 4, newTracks: 2, days: 1 }, () => {})).toEqual(
      simulate({ ...SMALL, listeners: 10, events: 200, newcomers: 4, newTracks: 2, days: 1 }, () => {}),
    );
  });

  it('finds newcomers better served the more they did, between what chance and what their true taste would give', () => {
    const { without, withDemographics, references } = measured.coldStart;
    const liked = without.map((point) => point.liked);
    const [chance, , truth] = references;
    expect(without.map(({ after }) => after)).toEqual([0, 1, 2, 5, 10]);
    expect(liked.at(-1)).toBeGreaterThan(liked[0]! + 0.05);
    for (const value of liked) {
      expect(value).toBeGreaterThan(chance!.liked);
      expect(value).toBeLessThan(truth!.liked);
    }
    expect(withDemographics[0]!.liked).toBeGreaterThan(chance!.liked);
  });

  it('finds new tracks heard, and by those who would like them more than chance would have it', () => {
    const { played, playsByFans, playsByFansByChance, fansReached } = measured.newTracks;
    expect(played).toBeGreaterThan(0.8);
    expect(playsByFans).toBeGreaterThan(2 * playsByFansByChance);
    expect(fansReached).toBeGreaterThan(0);
  });

  it('says all of it in tables', () => {
    const text = tablesOf(measured);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    expect(text).toContain('| hit rate, told nothing |');
  });
});
