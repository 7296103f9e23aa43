import type { Browser, Page } from '@playwright/test';
import { type Result, result } from '../lib/results.ts';

const MOST_KB = 180;

/** JavaScript that a first visit loads, as it comes over the wire; and that the charts come with the dashboard alone. */
export async function weigh(browser: Browser, url: string): Promise<Result[]> {
  const player = await scriptsOf(browser, url);
  const dashboard = await scriptsOf(browser, `${url}/dashboard`);
  const row = { case: 'first load', setting: 'production build, nothing cached' } as const;
  const charts = [...player].filter(([, { text }]) => text.includes('recharts')).length;
  return [
    result({
      ...row,
      metric: 'JavaScript of the player, compressed',
      value: kb(player),
      unit: 'KB',
      target: `at most ${MOST_KB}`,
      met: kb(player) <= MOST_KB,
    }),
    result({ ...row, metric: 'scripts of the player with charts in them', value: charts, unit: 'scripts', target: '0', met: charts === 0 }),
    result({ ...row, metric: 'JavaScript of the dashboard, compressed', value: kb(dashboard), unit: 'KB', reference: kb(player) }),
  ];
}

type Scripts = ReadonlyMap<string, { readonly wireBytes: number; readonly text: string }>;
const kb = (scripts: Scripts): number => [...scripts.values()].reduce((sum, { wireBytes }) => sum + wireBytes, 0) / 1_000;

async function scriptsOf(browser: Browser, url: string): Promise<Scripts> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    return await loaded(page, url);
  } finally {
    await context.close();
  }
}

/** Every script until nothing more comes, those that are fetched ahead too. */
async function loaded(page: Page, url: string): Promise<Scripts> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const scripts = new Map<string, { url: string; wireBytes: number }>();
  devtools.on('Network.responseReceived', ({ requestId, response, type }) => {
    if (type === 'Script' || /javascript/.test(response.mimeType)) scripts.set(requestId, { url: response.url, wireBytes: 0 });
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (script) script.wireBytes = encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'load' });
  // Not `networkidle`: the live connection and the sound never are.
  await page.waitForTimeout(3_000);
  const texts = await Promise.all(
    [...scripts].map(async ([requestId, { url: address, wireBytes }]) => {
      const { body } = await devtools.send('Network.getResponseBody', { requestId }).catch(() => ({ body: '' }));
      return [address, { wireBytes, text: body }] as const;
    }),
  );
  return new Map(texts);
}
