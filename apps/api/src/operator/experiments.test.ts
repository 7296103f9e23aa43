import { describe, expect, it } from 'vitest';
import { experimentsOf } from './experiments.ts';
import { rankersOf } from './rankers.ts';

const arm = (name: string, n: number, sum: number, squares: number, origin = 'person') => {
  const labels = `{arm="${name}",experiment="trees",how="ab",origin="${origin}",ranker="blend"}`;
  return {
    [`segue_experiment_listeners${labels}`]: n,
    [`segue_experiment_sum${labels}`]: sum,
    [`segue_experiment_squares${labels}`]: squares,
  };
};

describe('an experiment on the dashboard', () => {
  it('is the sum of all instances, with an interval of the sums', () => {
    const one = { ...arm('serving', 400, 160, 100), ...arm('challenger', 300, 210, 170) };
    const two = { ...arm('serving', 600, 240, 150), ...arm('challenger', 700, 490, 397) };
    const [experiment, ...others] = experimentsOf([one, two, { segue_sockets: 3 }]);
    expect(others).toEqual([]);
    expect(experiment).toMatchObject({ name: 'trees', how: 'ab', ranker: 'blend', origin: 'person' });
    expect(experiment?.arms).toEqual([
      { arm: 'serving', listeners: 1_000, mean: 0.4 },
      { arm: 'challenger', listeners: 1_000, mean: 0.7 },
    ]);
    expect(experiment?.effect?.value).toBeCloseTo(0.3, 9);
    expect(experiment?.effect?.low).toBeGreaterThan(0.2);
    expect(experiment?.effect?.high).toBeLessThan(0.4);
  });

  it('never mixes people with simulated listeners, and claims nothing of a handful', () => {
    const found = experimentsOf([{ ...arm('serving', 10, 4, 3), ...arm('serving', 90, 4, 3, 'simulated') }]);
    expect(found.map(({ origin, arms }) => [origin, arms[0]?.listeners])).toEqual([
      ['person', 10],
      ['simulated', 90],
    ]);
    for (const { effect } of found) expect(effect).toBeNull();
  });
});

describe('rankers on the dashboard', () => {
  it('are the mean of all instances, as heavy as their outcomes, best first, with the age of the newest', () => {
    const of = (ranker: string, n: number, loss: number, auc: number | null) => ({
      [`segue_ranker_outcomes{origin="person",ranker="${ranker}"}`]: n,
      [`segue_ranker_log_loss{origin="person",ranker="${ranker}"}`]: loss,
      ...(auc === null ? {} : { [`segue_ranker_auc{origin="person",ranker="${ranker}"}`]: auc }),
    });
    const last = (seconds: number) => ({ 'segue_ranker_last_outcome_seconds{origin="person"}': seconds });
    const views = rankersOf(
      [
        { ...of('serving', 300, 0.6, 0.6), ...of('blend', 300, 0.5, 0.7), ...last(90) },
        { ...of('serving', 100, 0.8, null), ...of('blend', 100, 0.5, 0.9), ...last(97) },
      ],
      100_000,
    );
    expect(views.map(({ ranker, n }) => [ranker, n])).toEqual([
      ['blend', 400],
      ['serving', 400],
    ]);
    expect(views[0]).toMatchObject({ logLoss: 0.5, ageMs: 3_000, origin: 'person' });
    expect(views[0]?.auc).toBeCloseTo(0.75, 9);
    expect(views[1]?.logLoss).toBeCloseTo(0.65, 9);
    expect(views[1]?.auc).toBeCloseTo(0.6, 9);
  });
});
