/**
 * From a press to the first frame with the new order, in Chromium, by the page's own clock; next to what the server needed.
 * `npm run bench -- paint [--quick] [--json] [--gestures 60]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { which } from '../scripts/lib/run.mjs';
import { pause, progress } from './lib/progress.ts';
import { report, result } from './lib/results.ts';
import { quantile } from './lib/stats.ts';
import { startEmbedded } from './loop/segue.ts';
import { sampleOf } from './loop/segue-client.ts';
import { meansBetween, stepsOf } from './loop/steps.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false }, gestures: { type: 'string' } },
});
const gestures = Number(options.gestures ?? (options.quick ? 10 : 60));
/** Thrown away: the first presses compile the page. */
const WARM_UP = 5;

await ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'segue-bench-paint-'));
progress('Starting the app …');
const segue = await startEmbedded({ tracks: 2_000, folder });
const program = process.env['CHROMIUM'] ?? which('chromium');
const browser = await chromium.launch({ ...(program ? { executablePath: program } : {}), args: ['--no-sandbox', '--mute-audio'] });
try {
  while ((await sampleOf(segue.url)).slate.teaching !== null) await pause(1_000);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const tookMs: number[] = [];
  // What the page tells the server of each paint is what it measured: it is read where it leaves the page.
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const measured = /"gestureToPaintMs":([\d.]+)/.exec(String(payload))?.[1];
      if (measured) tookMs.push(Number(measured));
    }),
  );
  await page.goto(segue.url);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await page.locator('[data-testid=player][data-state=playing]').waitFor();
  const press = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const seen = tookMs.length;
      await page.getByRole('button', { name: 'Skip', exact: true }).first().click();
      const untilMs = performance.now() + 5_000;
      while (tookMs.length === seen && performance.now() < untilMs) await pause(10);
      // Heard for a moment: before the first sound a skip is none.
      await pause(600);
    }
  };
  await press(WARM_UP);
  tookMs.length = 0;
  const before = await stepsOf(segue.metricsUrls);
  await press(gestures);
  const means = new Map(meansBetween(before, await stepsOf(segue.metricsUrls)));
  const server = means.get('api_to_slate') ?? Number.NaN;
  const row = { case: 'skip to painted list', setting: 'embedded, Chromium 1280x800' };
  report({
    bench: 'paint',
    versions: { chromium: browser.version(), gestures: String(tookMs.length) },
    results: [
      result({ ...row, metric: 'p50', value: quantile(tookMs, 0.5), unit: 'ms', reference: server }),
      result({ ...row, metric: 'p95', value: quantile(tookMs, 0.95), unit: 'ms' }),
      result({ ...row, metric: 'measured', value: tookMs.length, unit: 'gestures' }),
      ...[...means].map(([step, mean]) => result({ ...row, metric: `mean of step ${step}`, value: mean, unit: 'ms' })),
    ],
    quick: options.quick,
    json: options.json,
  });
} finally {
  await browser.close();
  await segue.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
