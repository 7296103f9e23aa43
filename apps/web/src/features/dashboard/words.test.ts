import type { Figure, OriginView } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import {
  ageText,
  chartText,
  effectText,
  fewText,
  healthText,
  lagSecondsText,
  mainOriginOf,
  msText,
  verdictText,
  windowText,
} from './words.ts';

const none: Figure = { n: 0, p50: null, p95: null, p99: null };
const noPlays = { n: 0, heardOut: 0, skippedSoon: 0, first: { n: 0, heardOut: 0 } };
const anOrigin = (origin: OriginView['origin'], gestures: number): OriginView => ({
  origin,
  gestures,
  perSecond: gestures / 300,
  painted: none,
  delayed: none,
  slate: { ...none, n: gestures },
  steps: [],
  path: null,
  plays: { window: noPlays, hour: noPlays },
  clockErrorMs: null,
  history: [],
});

describe('the words of the dashboard', () => {
  it('give a time no more figures than it deserves, and nothing where there is none', () => {
    expect([0.4231, 4.26, 19.4, 1_240].map(msText)).toEqual(['0.42 ms', '4.3 ms', '19 ms', '1.2 s']);
    expect(msText(null)).toBe('–');
  });

  it('say what a chart shows to whoever does not see it', () => {
    const at = (atMs: number, p50: number | null, p99: number | null) => ({ atMs, n: 3, gestures: 3, p50, p95: p50, p99, bands: [] });
    expect(chartText([at(1, 20, null), at(2, 12, 84), at(3, null, null), at(4, 31, 60)], 300)).toBe(
      'Over the last 5 min: p50 last 31 ms, between 12 ms and 31 ms; p95 last 31 ms, between 12 ms and 31 ms; p99 last 60 ms, between 60 ms and 84 ms.',
    );
    expect(chartText([], 900)).toBe('Over the last 15 min: nothing yet.');
  });

  it('say how far back they reach, and how long what waits has waited', () => {
    expect([300, 900, 3_600].map(windowText)).toEqual(['5 min', '15 min', '1 h']);
    expect([lagSecondsText(0, 0), lagSecondsText(3, 0), lagSecondsText(90, 14.2)]).toEqual(['0 s', 'under 2 s', '14 s']);
  });

  it('say how old a figure is', () => {
    expect([400, 12_000, 600_000, 9_000_000].map(ageText)).toEqual(['0 s ago', '12 s ago', '10 min ago', '3 h ago']);
  });

  it('say aloud what is the matter, and no amount of it', () => {
    const instance = { service: 'api', instance: 'api-1', heardMsAgo: 12_000, silent: false, down: [] };
    const lag = { topic: 'listens', partition: 3, events: 90, seconds: 4, trend: 'rising' as const };
    const well = { healthy: false, instances: [instance], lag: [{ ...lag, trend: 'steady' as const }] };
    expect(healthText({ ...well, healthy: true })).toBe('Healthy.');
    expect(healthText({ ...well, healthy: null })).toBe('Too quiet to say how fast.');
    expect(healthText(well)).toBe('Not healthy: gestures take too long.');
    expect(healthText({ ...well, instances: [{ ...instance, silent: true }], lag: [lag] })).toBe(
      'Not healthy: api-1 is silent; learning falls behind.',
    );
    // Instances are heard through the log: without it nobody knows whether they are silent.
    const deaf = { ...instance, instance: 'api-2', down: ['log'] };
    expect(healthText({ ...well, instances: [{ ...instance, silent: true }, deaf] })).toBe('Not healthy: the log does not answer.');
  });

  it('show people first, however few, and never mix them with others', () => {
    expect(mainOriginOf([anOrigin('simulated', 900), anOrigin('person', 1)])).toBe('person');
    expect(mainOriginOf([anOrigin('probe', 30), anOrigin('simulated', 900)])).toBe('simulated');
    // Something was shown to a person, and nothing heard from them yet.
    expect(mainOriginOf([{ ...anOrigin('person', 1), slate: none }, anOrigin('probe', 30)])).toBe('probe');
    expect(mainOriginOf([])).toBeNull();
  });

  it('say that a hundred samples are needed for a p99', () => {
    expect(fewText({ ...none, n: 99 })).toBe('n 99: too few for a p99');
    expect(fewText({ ...none, n: 100 })).toBeNull();
  });
});

describe('an experiment in words', () => {
  it('claims nothing that its interval does not hold', () => {
    expect(verdictText(null)).toBe('too few');
    expect(verdictText({ value: 0.02, low: -0.01, high: 0.05 })).toBe('open');
    expect(verdictText({ value: 0.04, low: 0.01, high: 0.07 })).toBe('better');
    expect(verdictText({ value: -0.04, low: -0.07, high: -0.01 })).toBe('worse');
    expect(effectText({ value: 0.04, low: -0.012, high: 0.07 }, 'ab')).toBe('+4.0 (-1.2 to +7.0)');
    expect(effectText({ value: 0.04, low: -0.01, high: 0.07 }, 'draft')).toBe('+0.04 (-0.01 to +0.07)');
    expect(effectText(null, 'ab')).toBe('–');
  });
});
