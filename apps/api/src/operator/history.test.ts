import type { InstanceFigures } from '@segue/following';
import { createMetrics, figuresOf, quantileOf } from '@segue/telemetry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL_MS, countsOf, FiguresHistory } from './history.ts';

const NOW = 1_750_000_000_000;
const WINDOW_MS = 300_000;
const COLD = { tracks: [], partitions: {}, listener: null };

async function said(metrics: ReturnType<typeof createMetrics>, startedAtMs: number, atMs: number): Promise<InstanceFigures> {
  const figures = await figuresOf(metrics, { startedAtMs, atMs });
  return {
    ...figures,
    steps: figures.steps.map((step) => ({ ...step, counts: [...step.counts] })),
    values: { ...figures.values },
    down: [],
    heat: COLD,
    paths: [],
  };
}
const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

describe('what all instances have counted', () => {
  it('comes to the sum of what each has, and its quantiles to within a bucket of the true ones', async () => {
    await fc.assert(
      fc.asyncProperty(
        // Above the first bucket: that one reaches down to 0, and its middle is far from either end.
        fc.array(fc.tuple(fc.nat(2), fc.double({ min: 0.1, minExcluded: true, max: 5_000, noNaN: true })), {
          minLength: 1,
          maxLength: 300,
        }),
        async (samples) => {
          const instances = [0, 1, 2].map((i) => createMetrics({ service: 'api', instance: `api-${i}` }));
          const history = new FiguresHistory();
          let at = NOW;
          for (const [i, metrics] of instances.entries()) history.add(`api-${i}`, await said(metrics, NOW, at), at);
          for (const [i, ms] of samples) {
            instances[i]?.step('rank', ms, 'person');
            at += 500;
            history.add(`api-${i}`, await said(instances[i]!, NOW, at), at);
          }
          const counts = countsOf(history.cells(at, WINDOW_MS), 'rank', 'person', false);
          expect(total(counts)).toBe(samples.length);
          const sorted = samples.map(([, ms]) => ms).sort((a, b) => a - b);
          for (const share of [0.5, 0.95, 0.99]) {
            const truth = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
            const found = quantileOf(counts, share)!;
            // A bucket is at most two thirds wider than the one before.
            expect(found).toBeGreaterThanOrEqual(truth * 0.55);
            expect(found).toBeLessThanOrEqual(Math.max(0.1, truth * 1.8));
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('begins again with an instance that did, and counts nothing twice', async () => {
    const history = new FiguresHistory();
    const first = createMetrics({ service: 'api', instance: 'a' });
    first.step('rank', 3, 'person');
    history.add('a', await said(first, NOW, NOW), NOW);
    history.add('a', await said(first, NOW, NOW + 2_000), NOW + 2_000);
    const again = createMetrics({ service: 'api', instance: 'a' });
    again.step('rank', 3, 'person');
    again.step('rank', 3, 'person');
    history.add('a', await said(again, NOW + 3_000, NOW + 4_000), NOW + 4_000);
    expect(total(countsOf(history.cells(NOW + 4_000, WINDOW_MS), 'rank', 'person', false))).toBe(3);
  });

  it('leaves out what an old instance counted before anybody looked', async () => {
    const history = new FiguresHistory();
    const old = createMetrics({ service: 'api', instance: 'a' });
    old.step('rank', 3, 'person');
    history.add('a', await said(old, NOW - 3_600_000, NOW), NOW);
    old.step('rank', 3, 'person');
    history.add('a', await said(old, NOW - 3_600_000, NOW + 2_000), NOW + 2_000);
    expect(total(countsOf(history.cells(NOW + 2_000, WINDOW_MS), 'rank', 'person', false))).toBe(1);
  });

  it('keeps series apart, holds what it is asked for and no more, and lives through a night and a clock that goes back', async () => {
    const history = new FiguresHistory();
    const metrics = createMetrics({ service: 'api', instance: 'a' });
    for (let hour = 0; hour < 10; hour++) {
      metrics.step('rank', 3, 'person');
      metrics.step('rank', 3, 'simulated');
      metrics.step('gesture_to_paint', 30, 'person', true);
      history.add('a', await said(metrics, NOW, NOW + hour * 3_600_000), NOW + hour * 3_600_000);
    }
    const end = NOW + 9 * 3_600_000;
    expect(history.cells(end, WINDOW_MS)).toHaveLength(WINDOW_MS / CELL_MS);
    for (const [step, origin, delayed] of [
      ['rank', 'person', false],
      ['rank', 'simulated', false],
      ['gesture_to_paint', 'person', true],
    ] as const)
      expect(total(countsOf(history.cells(end, WINDOW_MS), step, origin, delayed))).toBe(1);
    expect(total(countsOf(history.cells(end, 3_600_000, 60_000), 'rank', 'person', false))).toBe(1);
    metrics.step('rank', 3, 'person');
    const back = end - 1_800_000;
    history.add('a', await said(metrics, NOW, end), back);
    expect(total(countsOf(history.cells(back, WINDOW_MS), 'rank', 'person', false))).toBe(1);
  });

  it('knows what each counter has grown by, and for how long back', async () => {
    const history = new FiguresHistory();
    const metrics = createMetrics({ service: 'api', instance: 'a' });
    for (let minute = 0; minute < 30; minute++) {
      metrics.count('segue_slate_cache_total', { result: 'hit' });
      history.add('a', await said(metrics, NOW, NOW + minute * 60_000), NOW + minute * 60_000);
    }
    const end = NOW + 29 * 60_000;
    const grown = (windowMs: number) => history.counters(end, windowMs).get('segue_slate_cache_total{result="hit"}');
    expect(grown(300_000)).toBe(5);
    expect(grown(3_600_000)).toBe(30);
  });

  it('is the same however it is cut into cells', async () => {
    const history = new FiguresHistory();
    const metrics = createMetrics({ service: 'api', instance: 'a' });
    for (let second = 0; second < 600; second += 2) {
      metrics.step('rank', 3, 'person');
      history.add('a', await said(metrics, NOW, NOW + second * 1_000), NOW + second * 1_000);
    }
    const end = NOW + 600_000;
    const [fine, coarse] = [history.cells(end, 900_000), history.cells(end, 900_000, 15_000)];
    expect(coarse).toHaveLength(60);
    expect(total(countsOf(coarse, 'rank', 'person', false))).toBe(300);
    expect(countsOf(fine, 'rank', 'person', false)).toEqual(countsOf(coarse, 'rank', 'person', false));
  });
});
