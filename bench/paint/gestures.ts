import type { Browser, CDPSession } from '@playwright/test';
import { type Result, result } from '../lib/results.ts';
import { quantile } from '../lib/stats.ts';
import { meansBetween, stepsOf } from '../loop/steps.ts';
import { openPlayer } from './page.ts';

/** Thrown away: the first presses compile the page. */
const WARM_UP = 5;
const TARGETS = { p50: 25, p99: 60 } as const;
/** What the page's thread did, as Chromium counts it, s. */
const BUSY = { ScriptDuration: 'script', LayoutDuration: 'layout', RecalcStyleDuration: 'style', TaskDuration: 'all tasks' } as const;

/** From a press on Skip to the first frame with the new order, by the page's own clock, next to what the server needed of it. */
export async function gestures(
  browser: Browser,
  {
    url,
    metricsUrls,
    setting,
    count,
  }: { readonly url: string; readonly metricsUrls: readonly string[]; readonly setting: string; readonly count: number },
): Promise<Result[]> {
  const { context, devtools, tookMs, skip } = await openPlayer(browser, url);
  await devtools.send('Performance.enable');
  await skip(WARM_UP);
  tookMs.length = 0;
  const [steps, busy] = [await stepsOf(metricsUrls), await busyOf(devtools)];
  await skip(count);
  const means = new Map(meansBetween(steps, await stepsOf(metricsUrls)));
  const busyAfter = await busyOf(devtools);
  await context.close();
  const row = { case: 'skip to painted list', setting } as const;
  const figure = (metric: keyof typeof TARGETS, share: number, reference?: number) => {
    const value = quantile(tookMs, share);
    return result({
      ...row,
      metric,
      value,
      unit: 'ms',
      reference: reference ?? null,
      target: `at most ${TARGETS[metric]}`,
      met: value <= TARGETS[metric],
    });
  };
  return [
    figure('p50', 0.5, means.get('api_to_slate')),
    // Under a hundred the ninety-ninth of a hundred is the worst that was seen, and no more.
    ...(tookMs.length >= 100
      ? [figure('p99', 0.99)]
      : [result({ ...row, metric: `worst of ${tookMs.length}`, value: quantile(tookMs, 1), unit: 'ms' })]),
    result({ ...row, metric: 'measured', value: tookMs.length, unit: 'gestures' }),
    ...[...means].map(([step, mean]) => result({ ...row, metric: `mean of step ${step}`, value: mean, unit: 'ms' })),
    ...Object.entries(BUSY).map(([name, words]) =>
      result({
        ...row,
        metric: `page busy a gesture: ${words}`,
        value: (((busyAfter.get(name) ?? 0) - (busy.get(name) ?? 0)) / Math.max(1, tookMs.length)) * 1_000,
        unit: 'ms',
      }),
    ),
  ];
}

async function busyOf(devtools: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}
