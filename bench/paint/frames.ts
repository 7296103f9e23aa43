import type { Browser, Page } from '@playwright/test';
import { type Result, result } from '../lib/results.ts';
import { quantile } from '../lib/stats.ts';
import { openPlayer } from './page.ts';

/** Rows travel for 260 ms; frames are counted for as long, from the press on. */
const WATCHED_MS = 400;
const FRAME_MS = 1_000 / 60;
/** One and a half frames: what is longer was missed. */
const MISSED_MS = FRAME_MS * 1.5;

/** How evenly frames come while the list re-orders, next to a page that stands still on the same machine. */
export async function frames(browser: Browser, url: string, reorders: number): Promise<Result[]> {
  const { page, context, skip } = await openPlayer(browser, url);
  await skip(3);
  // Taller, so that every row is in view and travels.
  await page.setViewportSize({ width: 1280, height: 2_400 });
  const still = await between(page, WATCHED_MS * reorders);
  const moving: number[] = [];
  for (let i = 0; i < reorders; i++) {
    const watched = between(page, WATCHED_MS);
    await skip(1);
    moving.push(...(await watched));
  }
  const rows = await page.locator('[data-track-id]').count();
  await context.close();
  const row = { case: 're-order', setting: `${rows} rows in view, ${reorders} times` } as const;
  const share = (of: readonly number[]) => (of.filter((ms) => ms > MISSED_MS).length / of.length) * 100;
  const perSecond = (of: readonly number[]) => 1_000 / (of.reduce((sum, ms) => sum + ms, 0) / of.length);
  return [
    result({
      ...row,
      metric: 'frames a second',
      value: perSecond(moving),
      unit: '1/s',
      reference: perSecond(still),
      target: '60',
      met: perSecond(moving) >= 58,
    }),
    result({ ...row, metric: 'frame p50', value: quantile(moving, 0.5), unit: 'ms', reference: quantile(still, 0.5) }),
    result({ ...row, metric: 'frame p95', value: quantile(moving, 0.95), unit: 'ms', reference: quantile(still, 0.95) }),
    result({ ...row, metric: 'frames that came late', value: share(moving), unit: '%', reference: share(still) }),
  ];
}

/** Times between frames for so long, ms. As text: what runs TypeScript here would name functions with a helper that no page has. */
function between(page: Page, forMs: number): Promise<number[]> {
  return page.evaluate<number[]>(`new Promise((resolve) => {
    const times = [];
    requestAnimationFrame(function frame(atMs) {
      times.push(atMs);
      if (atMs - times[0] < ${forMs}) requestAnimationFrame(frame);
      else resolve(times.slice(1).map((time, i) => time - times[i]));
    });
  })`);
}
