import { describe, expect, it } from 'vitest';
import { asArtistId, asListenerId, asOutboxId, type ListenEvent, type SlateRow } from '../events/index.ts';
import { createReplay, type Track } from '../model/index.ts';
import { anEvent, aTrack, completes, skips, someTracks, trackId } from '../testing/builders.ts';
import { owedRows } from './new-tracks.ts';
import { cardOf, rankSlate } from './rank-slate.ts';

const FOUNDED_MS = 1_700_000_000_000;
const NOW_MS = 1_750_000_000_000;
const OLD = 60;

/** Joined the catalogue an hour ago, by an artist nobody knows. */
const aNewTrack = (number: number, overrides: Partial<Track> = {}) =>
  aTrack(number, { addedAtMs: NOW_MS - 3_600_000, artistId: asArtistId(`new-${number}`), ...overrides });

const by = (name: string, number: number, act: ListenEvent['act']) =>
  anEvent(act, {
    listenerId: asListenerId(name),
    outbox: asOutboxId(`of-${name}`),
    number,
    receivedAtMs: NOW_MS + number,
    occurredAtMs: NOW_MS + number,
  });

/** A world in which `ada` likes slow soul (tracks 0, 5, 10 …) and turns hard rock (1, 6, 11 …) down. */
function aWorld(joining: readonly Track[]) {
  const replay = createReplay({ tracks: [...someTracks(OLD), ...joining] });
  const acts = [completes(0), completes(5), skips(1), completes(10), skips(6), completes(15)];
  for (const [i, act] of acts.entries()) replay.learn(by('ada', i + 1, act));
  return replay;
}

function rowsOf(replay: ReturnType<typeof aWorld>, seed: number, tune?: { discover: number; energy: number }): readonly SlateRow[] {
  return rankSlate({
    model: replay.view(),
    taste: replay.tasteOf(asListenerId('ada')),
    pending: [],
    nowMs: NOW_MS,
    size: 20,
    seed,
    cardOf: (track) => cardOf(track, { soundUrl: '/', coverUrl: '/' }),
    ...(tune ? { tune } : {}),
  }).rows;
}

const drawnOver = (replay: ReturnType<typeof aWorld>, seeds: number, ids: ReadonlySet<string>) =>
  Array.from({ length: seeds }, (_, seed) =>
    rowsOf(replay, seed).find((row) => row.placedBy === 'exploration' && ids.has(row.track.trackId)),
  ).filter((row) => row !== undefined);

describe('a new track', () => {
  it('has a vector from what it sounds like at once, near those of its genre that the listener likes', () => {
    const replay = aWorld([aNewTrack(100), aNewTrack(101)]);
    const { factors } = replay.tasteOf(asListenerId('ada'))!.state;
    const fit = (number: number) => replay.stateOf(trackId(number)).vector.reduce((sum, value, i) => sum + value * factors[i]!, 0);
    expect(fit(100)).toBeGreaterThan(0);
    expect(fit(100)).toBeGreaterThan(fit(101));
  });

  it('is owed plays until it has had its fair number, whether it was liked or not', () => {
    const replay = aWorld([aNewTrack(100)]);
    const row = replay.view().rowOf(trackId(100))!;
    expect([...owedRows(replay.view(), NOW_MS)]).toEqual([row]);
    for (let i = 0; i < 14; i++) replay.learn(by(`other-${i}`, 1, skips(100)));
    // The list of owed ones is kept for some seconds.
    expect([...owedRows(replay.view(), NOW_MS + 10_000)]).toEqual([]);
  });

  it('is not what an imported history has heard often, of which the stream of today knows nothing', () => {
    const replay = aWorld([aNewTrack(100), aNewTrack(101)]);
    for (let i = 0; i < 40; i++) replay.learn({ ...by(`of-import-${i}`, 1, completes(100)), origin: 'imported', timeless: true });
    const ids = [...owedRows(replay.view(), NOW_MS)].map((row) => replay.view().trackAt(row).id);
    expect(ids).toEqual([trackId(101)]);
  });

  it('is another one in each hour where there are more than can be owed at once', () => {
    const model = aWorld(Array.from({ length: 300 }, (_, i) => aNewTrack(100 + i))).view();
    const seen = new Set<number>();
    for (let hour = 0; hour < 12; hour++) {
      const rows = owedRows(model, NOW_MS + hour * 3_600_000);
      expect(rows.length).toBe(100);
      for (const row of rows) seen.add(row);
    }
    expect(seen.size).toBeGreaterThan(280);
  });

  it('is not what came with the catalogue, nor what joined long ago', () => {
    const replay = aWorld([aNewTrack(100, { addedAtMs: FOUNDED_MS + 1_000 }), aNewTrack(101, { addedAtMs: NOW_MS - 40 * 86_400_000 })]);
    expect(owedRows(replay.view(), NOW_MS)).toHaveLength(0);
  });

  it('is drawn in each list, most often the one that fits, each with the chance that is told', () => {
    const replay = aWorld([aNewTrack(100), aNewTrack(101)]);
    const drawn = drawnOver(replay, 400, new Set(['t100', 't101']));
    expect(drawn).toHaveLength(400);
    expect(drawn[0]?.reason).toMatchObject({ kind: 'explore', text: 'New here, and few have heard it yet' });
    const ofSoul = drawn.filter((row) => row.track.trackId === 't100');
    const share = ofSoul.length / drawn.length;
    expect(share).toBeGreaterThan(0.6);
    expect(drawn.length - ofSoul.length).toBeGreaterThan(0);
    // Three standard errors of 400 draws.
    expect(Math.abs(share - ofSoul[0]!.propensity)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / 400));
    const other = drawn.find((row) => row.track.trackId === 't101')!;
    expect(ofSoul[0]!.propensity + other.propensity).toBeCloseTo(1);
  });

  it('[L5] is not drawn once it is blocked', () => {
    const replay = aWorld([aNewTrack(100), aNewTrack(101)]);
    replay.learn(by('ada', 20, { type: 'block', subject: { kind: 'track', id: trackId(100) } }));
    const shown = Array.from({ length: 50 }, (_, seed) => rowsOf(replay, seed)).flat();
    expect(shown.map((row) => row.track.trackId)).not.toContain('t100');
    expect(shown.map((row) => row.track.trackId)).toContain('t101');
  });

  it('is not drawn for who asks for nothing but the familiar', () => {
    const replay = aWorld([aNewTrack(101)]);
    for (let seed = 0; seed < 20; seed++) {
      const rows = rowsOf(replay, seed, { discover: 0, energy: 0.5 });
      expect(rows.filter((row) => row.placedBy === 'exploration')).toEqual([]);
    }
  });

  it('is not the same one for two listeners who were taught as much', () => {
    const joining = Array.from({ length: 10 }, (_, i) => aNewTrack(100 + i * 5));
    const replay = aWorld(joining);
    const names = Array.from({ length: 8 }, (_, i) => `twin-${i}`);
    for (const name of names) for (let i = 0; i < 3; i++) replay.learn(by(name, i + 1, completes(i * 5)));
    const drawn = names.map(
      (name) =>
        rankSlate({
          model: replay.view(),
          taste: replay.tasteOf(asListenerId(name)),
          pending: [],
          nowMs: NOW_MS,
          size: 20,
          seed: 1,
          cardOf: (track) => cardOf(track, { soundUrl: '/', coverUrl: '/' }),
        }).rows[4]?.track.trackId,
    );
    expect(new Set(drawn).size).toBeGreaterThan(2);
  });
});

describe('a new listener', () => {
  it('starts at the mean of their group where they told one, else at the mean of all, else nowhere', () => {
    const replay = createReplay({ tracks: someTracks(OLD) });
    const model = () => replay.view();
    const nobody = { country: null, ageBand: null, genres: [] };
    expect(model().priorOf(nobody)).toBeNull();
    const liked = { SE: 0, BR: 1 };
    for (const [country, first] of Object.entries(liked))
      for (let i = 0; i < 24; i++) {
        replay.learn(by(`${country}-${i}`, 1, { type: 'profile', country }));
        for (let n = 0; n < 8; n++) replay.learn(by(`${country}-${i}`, n + 2, completes(first + n * 5)));
      }
    const fit = (profile: typeof nobody | { country: string; ageBand: null; genres: [] }, number: number) => {
      const prior = model().priorOf(profile)!;
      return replay.stateOf(trackId(number)).vector.reduce((sum, value, i) => sum + value * prior[i]!, 0);
    };
    const [soul, rock] = [50, 51];
    const swede = { country: 'SE', ageBand: null, genres: [] as [] };
    expect(fit(swede, soul) - fit(swede, rock)).toBeGreaterThan(fit(nobody, soul) - fit(nobody, rock));
    expect(fit(swede, soul)).toBeGreaterThan(fit(swede, rock));
    expect(fit(nobody, soul)).toBeGreaterThan(0);
    expect(fit({ ...swede, country: 'JP' }, soul)).toBeCloseTo(fit(nobody, soul));
    // And the first list of who told it shows it.
    replay.learn(by('newcomer', 1, { type: 'profile', country: 'SE' }));
    expect([...replay.tasteOf(asListenerId('newcomer'))!.state.factors]).toEqual([...model().priorOf(swede)!]);
  });
});
