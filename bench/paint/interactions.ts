import type { Browser, Page } from '@playwright/test';
import { pause } from '../lib/progress.ts';
import { type Result, result } from '../lib/results.ts';
import { quantile } from '../lib/stats.ts';
import { openPlayer } from './page.ts';

const SLOW_DOWN = 4;
const MOST_INP_MS = 100;
const MOST_SHIFT = 0.02;
/** Of the slowest presses it is told what they were. */
const MOST_TOLD = 6;
/** A browser rounds what it tells to 8 ms and tells nothing under 16. */
const LEAST_TOLD_MS = 16;

/** The longest event of a press, ms from input to the next frame, and of what they are made. */
interface Press {
  readonly tookMs: number;
  /** What was pressed, as it is named. */
  readonly what: string;
  readonly waitedMs: number;
  readonly handledMs: number;
}

interface Seen {
  /** By interaction. */
  readonly interactions: Record<string, Press>;
  /** Layout shifts that no input explains, with what moved. */
  readonly shifts: { readonly value: number; readonly atMs: number; readonly what: string }[];
}
type Watched = typeof globalThis & { segueSeen?: Seen };

/** Interaction to next paint and layout shift, at a CPU four times slower: a listener's presses, one after the other. */
export async function interactions(browser: Browser, url: string, rounds: number): Promise<Result[]> {
  const { page, context, devtools, skip } = await openPlayer(browser, url);
  await page.evaluate(watch, LEAST_TOLD_MS);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
  let presses = 0;
  for (let i = 0; i < rounds; i++) presses += await pressAll(page, skip);
  await pause(1_000);
  const seen = await page.evaluate(() => (globalThis as Watched).segueSeen ?? { interactions: {}, shifts: [] });
  await context.close();
  const known = Object.values(seen.interactions);
  const told = known.map(({ tookMs }) => tookMs);
  // What was too short to be told of was under the least that is told.
  const all = [...told, ...Array.from({ length: Math.max(0, presses - told.length) }, () => LEAST_TOLD_MS / 2)];
  const row = { case: 'interaction to next paint', setting: `CPU ${SLOW_DOWN}x slower, ${presses} presses` } as const;
  // As browsers' own vitals: the worst, less one for each fifty.
  const inp = [...all].sort((a, b) => b - a)[Math.floor(all.length / 50)] ?? Number.NaN;
  const slowest = known.toSorted((a, b) => b.tookMs - a.tookMs).slice(0, MOST_TOLD);
  const shift = worstWindow(seen.shifts);
  const moved = seen.shifts.length > 0 ? `, most: ${[...seen.shifts].sort((a, b) => b.value - a.value)[0]?.what}` : '';
  return [
    result({ ...row, metric: 'INP', value: inp, unit: 'ms', target: `at most ${MOST_INP_MS}`, met: inp <= MOST_INP_MS }),
    result({ ...row, metric: 'p50', value: quantile(all, 0.5), unit: 'ms' }),
    ...slowest.map(({ what, tookMs, waitedMs, handledMs }) =>
      result({
        case: `a slow press: ${what}`,
        setting: `it waited ${Math.round(waitedMs)} ms, was handled for ${Math.round(handledMs)} ms, the rest is drawing`,
        metric: 'to the next frame',
        value: tookMs,
        unit: 'ms',
      }),
    ),
    result({
      case: `layout shift${moved}`,
      setting: row.setting,
      metric: 'cumulative, worst window',
      value: shift,
      unit: '',
      target: `at most ${MOST_SHIFT}`,
      met: shift <= MOST_SHIFT,
    }),
  ];
}

/** What a listener does in a minute; returns how many presses it was. */
async function pressAll(page: Page, skip: (count: number) => Promise<void>): Promise<number> {
  const row = page.getByTestId('list').locator('[data-track-id]').nth(3);
  await skip(2);
  await page.getByRole('button', { name: 'Like', exact: true }).first().click();
  await pause(300);
  await row.hover();
  await row.getByRole('button', { name: /^Pin:/ }).click();
  await pause(300);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await pause(300);
  for (let i = 0; i < 2; i++) {
    await page.getByRole('button', { name: /^Hold the list/ }).click();
    await pause(300);
  }
  await page.locator('main').focus();
  await page.keyboard.press('l');
  await pause(300);
  return 8;
}

/** Runs in the page. */
function watch(leastMs: number): void {
  const seen: { interactions: Record<string, Press>; shifts: { value: number; atMs: number; what: string }[] } = {
    interactions: {},
    shifts: [],
  };
  (globalThis as Watched).segueSeen = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEventTiming & { readonly interactionId?: number })[]) {
      if (!entry.interactionId || entry.duration <= (seen.interactions[entry.interactionId]?.tookMs ?? 0)) continue;
      const target = entry.target instanceof Element ? entry.target.closest('button, a, main') : null;
      seen.interactions[entry.interactionId] = {
        tookMs: entry.duration,
        what: `${entry.name} ${target?.getAttribute('aria-label') ?? target?.textContent?.trim().slice(0, 40) ?? ''}`,
        waitedMs: entry.processingStart - entry.startTime,
        handledMs: entry.processingEnd - entry.processingStart,
      };
    }
  }).observe({ type: 'event', durationThreshold: leastMs } as PerformanceObserverInit);
  new PerformanceObserver((list) => {
    type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources?: { node?: Node | null }[] };
    for (const entry of list.getEntries() as Shift[]) {
      if (entry.hadRecentInput) continue;
      const node = entry.sources?.[0]?.node;
      const element = node instanceof Element ? node : node?.parentElement;
      seen.shifts.push({
        value: entry.value,
        atMs: entry.startTime,
        what: element ? `${element.tagName} ${element.className}` : 'unknown',
      });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** As vitals count it: shifts less than a second apart, within five seconds, are one window; the worst window counts. */
function worstWindow(shifts: Seen['shifts']): number {
  let [worst, sum, firstMs, lastMs] = [0, 0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { value, atMs } of shifts) {
    if (atMs - lastMs > 1_000 || atMs - firstMs > 5_000) [sum, firstMs] = [0, atMs];
    sum += value;
    lastMs = atMs;
    worst = Math.max(worst, sum);
  }
  return worst;
}
