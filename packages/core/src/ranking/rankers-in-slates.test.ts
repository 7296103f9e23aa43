import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Act } from '../events/index.ts';
import { SIGNAL_GROUPS } from '../features/index.ts';
import { foldEvent, LISTENER_FEATURE_NAMES, ModelView, newTaste, type Taste, TRACK_FEATURE_NAMES } from '../model/index.ts';
import { Chance, createRanker, logOdds, posteriorOf, RANKERS, type Ranker, type RankerName } from '../rankers/index.ts';
import { anEvent, completes, likes, skips, someTracks } from '../testing/builders.ts';
import { decidedBy } from './decide.ts';
import { cardOf, type RankInput, rankSlate } from './rank-slate.ts';
import { partsByRemoval, RANKER_COLUMNS, ROW_COLUMNS, rankerRowOf, slateRowOf, withoutGroup } from './row-features.ts';
import { beliefOf } from './thompson.ts';

const model = new ModelView();
model.setTracks(someTracks(300), []);
const tasteOf = (acts: readonly Act[]): Taste => {
  const taste = newTaste({ epoch: 1, partition: 0, offset: 0 }, null);
  acts.forEach((act, offset) => {
    foldEvent(taste, anEvent(act, { number: offset + 1 }), { epoch: 1, partition: 0, offset }, model);
  });
  return taste;
};
const rank = (taste: Taste, overrides: Partial<RankInput> = {}) =>
  rankSlate({
    model,
    taste,
    pending: [],
    nowMs: 1_750_000_000_000,
    size: 20,
    seed: 1,
    cardOf: (track) => cardOf(track, { soundUrl: '/audio', coverUrl: '/cover' }),
    ...overrides,
  });
const someone = tasteOf([completes(3), likes(8), skips(11), completes(40), completes(42)]);
const idsOf = (slate: ReturnType<typeof rank>) => slate.rows.map(({ track }) => track.trackId);

/** A ranker that has learnt on made-up rows that the named group decides. */
function taught(name: RankerName, decides: number, rows = 2_500): Ranker {
  const ranker = createRanker(name, { columns: (name === 'bayesian' ? ROW_COLUMNS : RANKER_COLUMNS).length, seed: 5 });
  const chance = new Chance(17);
  for (let i = 0; i < rows; i++) {
    const parts = Float64Array.from(SIGNAL_GROUPS, () => chance.normal() / 2);
    const showing = { place: chance.below(20), byChance: false, shownBefore: 0 };
    const row = name === 'bayesian' ? slateRowOf(parts, showing) : rankerRowOf(parts, surroundingsOf(chance), showing);
    ranker.learn(row, parts[decides]! > 0 ? 1 : 0, 1);
  }
  return ranker;
}
const surroundingsOf = (chance: Chance) => ({
  listener: LISTENER_FEATURE_NAMES.map(() => 10 * chance.next()),
  track: TRACK_FEATURE_NAMES.map(() => chance.next()),
});
/** As it answers a list: the Bayesian is given the list's columns of each row, and nothing of the stream. */
const asked = (name: RankerName, ranker: Ranker): Pick<Ranker, 'predict'> =>
  name === 'bayesian' ? { predict: (row) => ranker.predict(row.subarray(0, ROW_COLUMNS.length)) } : ranker;
/** One rate for every row has no reasons. */
const names = (Object.keys(RANKERS) as RankerName[]).filter((name) => name !== 'base-rate');

describe('[L12] reasons of rankers', () => {
  const rankers = names.map((name) => [name, asked(name, taught(name, 3))] as const);

  it.each(rankers)('of %s name the group whose removal lowers the log-odds most, and only one that lowers them', (_name, ranker) => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: SIGNAL_GROUPS.length, maxLength: SIGNAL_GROUPS.length }),
        fc.nat(),
        (parts, seed) => {
          const surroundings = surroundingsOf(new Chance(seed));
          const row = rankerRowOf(parts, surroundings);
          const whole = logOdds(ranker.predict(row));
          const dropOf = (group: number) => {
            const without = parts.map((part, other) => (other === group ? 0 : part));
            // What is popular goes with all that listeners here did with the track.
            if (SIGNAL_GROUPS[group] === 'popular') return whole - logOdds(ranker.predict(withoutGroup(row, group)));
            return whole - logOdds(ranker.predict(rankerRowOf(without, surroundings)));
          };
          const decision = decidedBy(partsByRemoval(ranker, row));
          const drops = SIGNAL_GROUPS.map((_, group) => dropOf(group));
          const most = Math.max(...drops);
          if (decision.kind === 'none') expect(most).toBeLessThanOrEqual(1e-6);
          else {
            const named = decision.kind === 'one' ? decision.group : decision.first;
            expect(drops[SIGNAL_GROUPS.indexOf(named)]!).toBeGreaterThan(most - 1e-6);
            expect(most).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each(rankers)('of %s name the group that decided what it learnt from', (_name, ranker) => {
    const parts = SIGNAL_GROUPS.map((_, group) => (group === 3 ? 1 : 0.3));
    const decision = decidedBy(partsByRemoval(ranker, rankerRowOf(parts, surroundingsOf(new Chance(3)))));
    expect(decision.shares[0]?.signal).toBe(SIGNAL_GROUPS[3]);
  });
});

describe('a row without a group', () => {
  it('has the score less it, and without what is popular a track that nobody has played', () => {
    const parts = SIGNAL_GROUPS.map((_, group) => group / 10);
    const row = rankerRowOf(parts, { listener: LISTENER_FEATURE_NAMES.map(() => 4), track: TRACK_FEATURE_NAMES.map(() => 0.7) });
    const score = SIGNAL_GROUPS.length;
    for (const [group, name] of SIGNAL_GROUPS.entries()) {
      const without = withoutGroup(row, group);
      expect(without[group]).toBe(0);
      expect(without[score]).toBeCloseTo(row[score]! - parts[group]!, 12);
      const track = without.subarray(ROW_COLUMNS.length + LISTENER_FEATURE_NAMES.length);
      if (name === 'popular') expect([...track]).not.toContain(0.7);
      else expect([...track]).toEqual(TRACK_FEATURE_NAMES.map(() => 0.7));
    }
  });
});

describe('a challenge', () => {
  it.each(['away', 'genre'] as const)(
    '[L12] that likes what %s speaks against says that it is on trial, and nothing that is not so',
    (name) => {
      const group = SIGNAL_GROUPS.indexOf(name);
      const ranker = { predict: (row: Float64Array) => 1 / (1 + Math.exp(5 * row[group]!)) };
      const slate = rank(tasteOf([completes(3), skips(11), skips(12)]), { challenge: { ranker, how: 'instead' } });
      const placed = slate.rows.map((row, place) => ({ ...row, part: slate.parts[place]![group]! }));
      const against = placed.filter(({ placedBy, part }) => placedBy === 'model' && part < 0);
      expect(against.length).toBeGreaterThan(0);
      for (const { reason } of against)
        expect(reason).toMatchObject({ kind: 'mixed', text: 'Picked by a way of ranking that is on trial' });
    },
  );

  it('orders by what the ranker says, gives its reasons, and changes nothing where the ranker knows nothing', () => {
    const plain = rank(someone);
    const unknowing = createRanker('logistic', { columns: RANKER_COLUMNS.length, seed: 1 });
    expect(idsOf(rank(someone, { challenge: { ranker: unknowing, how: 'instead' } }))).toEqual(idsOf(plain));
    const genre = SIGNAL_GROUPS.indexOf('genre');
    const slate = rank(someone, { challenge: { ranker: taught('logistic', genre), how: 'instead' } });
    const byModel = slate.rows.flatMap((row, at) => (row.placedBy === 'model' ? [{ row, parts: slate.parts[at]! }] : []));
    expect(byModel.length).toBeGreaterThan(0);
    for (const { row, parts } of byModel) if (parts[genre]! > 0.05) expect(row.reason.shares[0]?.signal).toBe('genre');
    expect(slate.teams?.filter((team) => team === 1).length).toBeGreaterThan(10);
  });

  it('reads how often each row was seen and not played, as it was learnt', () => {
    const shown = tasteOf([completes(3), likes(8), skips(11), completes(40), completes(42)]);
    const [first, second] = idsOf(rank(shown));
    shown.shown.counted = new Map([
      [first!, 1],
      [second!, 3],
    ]);
    const at = RANKER_COLUMNS.indexOf('shown before');
    const read = new Set<number>();
    const predict = (row: Float64Array) => {
      read.add(Math.round(Math.expm1(row[at]!)));
      return 0.5;
    };
    rank(shown, { challenge: { ranker: { predict }, how: 'instead' } });
    expect([...read].sort()).toEqual([0, 1, 3]);
  });

  it('drafts both orders into one list, the same for the same listener, with rows of both teams', () => {
    const challenge = { ranker: taught('hoeffding-tree', 1), how: 'draft' } as const;
    const slate = rank(someone, { challenge });
    expect(rank(someone, { challenge })).toEqual(slate);
    expect(new Set(slate.rows.map(({ track }) => track.trackId)).size).toBe(20);
    for (const team of [0, 1] as const) expect(slate.teams?.filter((one) => one === team).length).toBeGreaterThanOrEqual(5);
    slate.rows.forEach((row, at) => {
      if (row.placedBy === 'exploration') expect(slate.teams?.[at]).toBeNull();
    });
  });
});

describe('exploration by Thompson sampling', () => {
  const belief = beliefOf(posteriorOf(taught('bayesian', SIGNAL_GROUPS.indexOf('sound')))!, 3);

  it('draws the same for the same seed and what was taught, and other rows for another seed', () => {
    const drawn = (seed: number) => rank(someone, { belief, seed }).rows.filter(({ placedBy }) => placedBy === 'exploration');
    expect(drawn(3)).toEqual(drawn(3));
    const ids = new Set([...Array(40).keys()].flatMap((seed) => drawn(seed).map(({ track }) => track.trackId)));
    expect(ids.size).toBeGreaterThan(8);
  });

  it('tells propensities that come true: of all draws of one place, their inverses sum to the rows there are', () => {
    // E[1/p] over draws is the number of rows that can be drawn; every row can.
    const runs = 3_000;
    let inverse = 0;
    const pools = new Map<string, number>();
    for (let seed = 0; seed < runs; seed++) {
      const row = rank(someone, { belief, seed }).rows[5]!;
      if (row.placedBy !== 'exploration') continue;
      expect(row.propensity).toBeGreaterThan(0);
      expect(row.propensity).toBeLessThan(1);
      inverse += 1 / row.propensity;
      pools.set(row.track.trackId, (pools.get(row.track.trackId) ?? 0) + 1);
    }
    const evenly: number[] = [];
    for (let seed = 0; seed < 200; seed++) {
      const row = rank(someone, { seed }).rows[5]!;
      if (row.placedBy === 'exploration') evenly.push(1 / row.propensity);
    }
    const size = evenly.reduce((sum, one) => sum + one, 0) / evenly.length;
    expect(inverse / [...pools.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThan(size * 0.85);
    expect(inverse / [...pools.values()].reduce((sum, n) => sum + n, 0)).toBeLessThan(size * 1.15);
  });

  it('prefers what is believed to be heard out', () => {
    const sound = SIGNAL_GROUPS.indexOf('sound');
    const meanSound = (overrides: Partial<RankInput>) => {
      let sum = 0;
      let n = 0;
      for (let seed = 0; seed < 300; seed++) {
        const slate = rank(someone, { ...overrides, seed });
        slate.rows.forEach((row, at) => {
          if (row.placedBy !== 'exploration') return;
          sum += slate.parts[at]![sound]!;
          n++;
        });
      }
      return sum / n;
    };
    expect(meanSound({ belief })).toBeGreaterThan(meanSound({}) * 1.2);
  });
});
