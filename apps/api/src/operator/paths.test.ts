import type { Painted } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { createPaths } from './paths.ts';

const AT = 1_750_000_000_000;
const times = {
  receivedAtMs: AT,
  appendedAtMs: AT + 2,
  takenAtMs: AT + 3,
  learntAtMs: AT + 3.5,
  storedAtMs: AT + 4,
  noticedAtMs: AT + 4.5,
  rankedAtMs: AT + 9,
};
const painted = (gestureToPaintMs: number, overrides: Partial<Painted> = {}): Painted => ({
  event: 'o:1' as never,
  revision: { epoch: 1, taste: 1, view: 0 },
  gestureToPaintMs,
  paintMs: 6,
  pushMs: 40,
  clientToApiMs: 0.5,
  clockErrorMs: 1,
  delayed: false,
  ...overrides,
});

describe('the path of one gesture', () => {
  it('is told step after step, and the steps add up to what the browser measured, whatever its clock', () => {
    const paths = createPaths({ nowMs: () => AT });
    paths.note({ origin: 'person', painted: painted(20), times });
    const [path] = paths.now();
    expect(path?.steps.map(({ step }) => step)).toEqual([
      ...['page', 'client_to_api', 'append', 'wait', 'learn', 'store_and_notice', 'rank', 'push', 'paint'],
    ]);
    expect(path?.steps.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(20, 6);
    expect(path?.steps.filter(({ estimate }) => estimate).map(({ step }) => step)).toEqual(['client_to_api', 'push']);
  });

  it('is left out where clocks contradict each other', () => {
    const paths = createPaths({ nowMs: () => AT });
    paths.note({ origin: 'person', painted: painted(10), times });
    paths.note({ origin: 'person', painted: painted(20), times: { ...times, takenAtMs: AT - 30, learntAtMs: AT - 29 } });
    expect(paths.now()).toEqual([]);
  });

  it('counts an append that is heard of late as no longer than until the gesture was taken', () => {
    const paths = createPaths({ nowMs: () => AT });
    paths.note({ origin: 'person', painted: painted(20), times: { ...times, appendedAtMs: AT + 5 } });
    const steps = new Map(paths.now()[0]?.steps.map(({ step, ms }) => [step, ms]));
    expect([steps.get('append'), steps.get('wait')]).toEqual([3, 0]);
  });

  it('of each origin tells those nearest to the middle, of the last five minutes', () => {
    let now = AT;
    const paths = createPaths({ nowMs: () => now });
    for (const ms of [500, 20, 22, 21, 400, 19, 18]) paths.note({ origin: 'person', painted: painted(ms), times });
    paths.note({ origin: 'simulated', painted: painted(90), times });
    const told = paths.now();
    expect(told.filter(({ origin }) => origin === 'person').map(({ totalMs }) => totalMs)).toContain(21);
    expect(told.filter(({ origin }) => origin === 'person')).toHaveLength(3);
    expect(told.filter(({ origin }) => origin === 'simulated').map(({ totalMs }) => totalMs)).toEqual([90]);
    now += 300_001;
    expect(paths.now()).toEqual([]);
  });
});
