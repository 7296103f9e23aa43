import type { Browser, CDPSession } from '@playwright/test';
import { progress } from '../lib/progress.ts';
import { type Result, result } from '../lib/results.ts';
import { openPlayer } from './page.ts';

const PER_MINUTE = 50;
const MOST_MB = 10;
/** Compiled code, caches and the undo list fill first; what grows after that would grow for ever. */
const WARM_UP_MINUTES = 1;

/** How much the page's heap grows in an hour of 50 re-orders a minute; from a shorter run the hour is extrapolated, and says so. */
export async function heap(browser: Browser, url: string, minutes: number): Promise<Result[]> {
  const { context, devtools, skip } = await openPlayer(browser, url);
  const everyMs = 60_000 / PER_MINUTE;
  await skip(Math.ceil(WARM_UP_MINUTES * PER_MINUTE), everyMs);
  const samples = [{ minute: 0, mb: await usedMb(devtools) }];
  const startMs = performance.now();
  while (performance.now() - startMs < minutes * 60_000) {
    await skip(Math.ceil(PER_MINUTE / 2), everyMs);
    samples.push({ minute: (performance.now() - startMs) / 60_000, mb: await usedMb(devtools) });
    progress(`  ${samples.at(-1)?.minute.toFixed(1)} min: ${samples.at(-1)?.mb.toFixed(2)} MB`);
  }
  await context.close();
  const last = samples.at(-1) ?? samples[0]!;
  const anHour = minutes >= 60 ? last.mb - samples[0]!.mb : slopeOf(samples) * 60;
  const how = minutes >= 60 ? 'measured' : `extrapolated from ${last.minute.toFixed(1)} min`;
  const row = { case: 'heap', setting: `${PER_MINUTE} re-orders a minute` } as const;
  return [
    result({ ...row, metric: `growth in an hour, ${how}`, value: anHour, unit: 'MB', target: `under ${MOST_MB}`, met: anHour < MOST_MB }),
    result({ ...row, metric: `after ${last.minute.toFixed(1)} min`, value: last.mb, unit: 'MB', reference: samples[0]!.mb }),
  ];
}

/** What is left after everything that can go has gone. */
async function usedMb(devtools: CDPSession): Promise<number> {
  for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1e6;
}

/** Least squares: one sample that is off does not make a trend. MB a minute. */
function slopeOf(samples: readonly { readonly minute: number; readonly mb: number }[]): number {
  const mean = (of: (one: (typeof samples)[number]) => number) => samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [x, y] = [mean(({ minute }) => minute), mean(({ mb }) => mb)];
  const over = samples.reduce((sum, { minute, mb }) => sum + (minute - x) * (mb - y), 0);
  const under = samples.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  return under > 0 ? over / under : 0;
}
