import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { BUCKETS } from './buckets.ts';
import { createMetrics } from './metrics.ts';

it('tells of its steps what the histogram of prom-client tells', async () => {
  const own = createMetrics({ service: 'api', instance: 'one' });
  const registry = new Registry();
  registry.setDefaultLabels({ service: 'api', instance: 'one' });
  const theirs = new Histogram({
    name: 'segue_step_seconds',
    help: 'How long each step of the loop takes, from gesture to painted list.',
    labelNames: ['step', 'origin', 'delayed'],
    buckets: [...BUCKETS],
    registers: [registry],
  });
  const observations = [
    ['rank', 0.1, 'person', false],
    ['rank', 0.25, 'person', false],
    ['rank', 12_000, 'person', false],
    ['rank', 3, 'simulated', false],
    ['paint', -5, 'person', true],
    ['paint', 7.5, 'person', false],
  ] as const;
  for (const [step, tookMs, origin, delayed] of observations) {
    own.step(step, tookMs, origin, delayed);
    theirs.observe({ step, origin, delayed: String(delayed) }, Math.max(0, tookMs) / 1000);
  }
  // The order of labels, and of lines, means nothing.
  const sorted = (labels: string) => `{${labels.slice(1, -1).split(',').sort().join()}}`;
  const linesOf = (text: string) =>
    text
      .replaceAll(/\{.*\}/g, sorted)
      .split('\n')
      .filter(Boolean)
      .sort();
  expect(linesOf(await own.registry.getSingleMetricAsString('segue_step_seconds'))).toEqual(
    linesOf(await registry.getSingleMetricAsString('segue_step_seconds')),
  );
});
