// @vitest-environment jsdom
import type { ExperimentView, RankerView } from '@segue/core/events';
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ExperimentsPane } from './experiments-pane.tsx';
import { RankersPane } from './rankers-pane.tsx';

afterEach(cleanup);

const aRanker = (overrides: Partial<RankerView>): RankerView => ({
  ranker: 'blend',
  origin: 'person',
  n: 1_500,
  logLoss: 0.4321,
  auc: 0.7654,
  ageMs: 12_000,
  ...overrides,
});
const anExperiment = (overrides: Partial<ExperimentView>): ExperimentView => ({
  name: 'trees',
  how: 'ab',
  ranker: 'adaptive-tree',
  origin: 'person',
  arms: [
    { arm: 'serving', listeners: 640, mean: 0.61 },
    { arm: 'challenger', listeners: 655, mean: 0.66 },
  ],
  effect: { value: 0.05, low: 0.012, high: 0.088 },
  ...overrides,
});

describe('the pane of rankers', () => {
  it('has a row a ranker, best first as they come, with how many outcomes and how old', () => {
    render(<RankersPane rankers={[aRanker({}), aRanker({ ranker: 'serving', logLoss: 0.5, auc: null })]} />);
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows.map((row) => row.textContent)).toEqual(['blend0.4320.765', 'what serves0.500–']);
    expect(screen.getByText(/n 1,500, the last 12 s ago/)).toBeDefined();
  });

  it('says that a handful is too few to tell rankers apart, and what is missing where there is none', () => {
    const { rerender } = render(<RankersPane rankers={[aRanker({ n: 40 })]} />);
    expect(screen.getByText(/n 40, too few to tell them apart/)).toBeDefined();
    rerender(<RankersPane rankers={[]} />);
    expect(screen.getByText('No play from a list has come to its end yet.')).toBeDefined();
  });
});

describe('the pane of experiments', () => {
  it('has each arm with its listeners, and what the interval allows to say', () => {
    render(<ExperimentsPane experiments={[anExperiment({})]} />);
    const pane = screen.getByRole('region', { name: 'Experiments' });
    expect(
      within(pane)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['what serves61 %n 640', 'with the ranker66 %n 655', 'difference+5.0 (+1.2 to +8.8)better']);
    expect(within(pane).getByText(/trees: adaptive tree, on half of the listeners/)).toBeDefined();
  });

  it('says of a draft whom the listeners prefer, and nothing while they are too few', () => {
    const arms = [{ arm: 'preference', listeners: 12, mean: 0.25 }];
    render(<ExperimentsPane experiments={[anExperiment({ how: 'draft', arms, effect: null })]} />);
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['both drafted0.25n 12', 'preference–too few']);
  });
});
