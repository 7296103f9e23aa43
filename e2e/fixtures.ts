import { test as base, expect, type Page } from '@playwright/test';
import { freePort } from '../scripts/lib/ports.mjs';
import { startDistributed } from './distributed.ts';
import { type Server, type Setting, SITE_KEY } from './server.ts';
import { startSolo } from './solo.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

interface Given {
  /** The player, open and live. */
  readonly listen: Page;
  /** A line between browser and server that can be spoilt; fair at the start of each test. */
  readonly line: TcpProxy;
  /** The player behind that line. */
  readonly listenOverLine: Page;
}
interface GivenToWorker {
  readonly setting: Setting;
  /** Where the other site of the SDK's tests may listen: the only origin that the server lets in. */
  readonly otherPort: number;
  readonly server: Server;
  readonly sharedLine: TcpProxy;
}

/** Each Playwright worker has its own server; each test its own guest, since a fresh context has no cookie. */
export const test = base.extend<Given, GivenToWorker>({
  setting: ['embedded', { option: true, scope: 'worker' }],
  otherPort: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use) => {
      await use(await freePort());
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ setting, otherPort }, use) => {
      const env = { SITE_KEYS: `other=${SITE_KEY}`, ALLOWED_ORIGINS: `http://localhost:${otherPort}` };
      const server = setting === 'embedded' ? await startSolo(env) : await startDistributed(env);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  sharedLine: [
    async ({ server }, use) => {
      const line = await startTcpProxy({ port: Number(new URL(server.url).port) });
      await use(line);
      await line.stop();
    },
    { scope: 'worker' },
  ],
  line: async ({ sharedLine }, use) => {
    await use(sharedLine);
    sharedLine.set('fair');
    sharedLine.delay(0);
  },
  listen: async ({ page, server }, use) => {
    await open(page, server.url);
    await use(page);
  },
  listenOverLine: async ({ page, line }, use) => {
    await open(page, `http://127.0.0.1:${line.port}`);
    await use(page);
  },
});
export { expect };

export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByTestId('list')).toBeVisible();
  await untilLive(page);
}

export const statusOf = (page: Page) => page.getByTestId('status');
/** Connected, and everything that was said is in the log. */
export async function untilLive(page: Page): Promise<void> {
  await expect(statusOf(page)).toContainText('Live', { timeout: 30_000 });
  await expect(statusOf(page)).toContainText('0 gestures waiting', { timeout: 30_000 });
}

export const rowsOf = (page: Page) => page.getByTestId('list').locator('[data-track-id]');
export const idsOf = (page: Page): Promise<string[]> =>
  rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-track-id') ?? ''));

/** The newest gesture that was sent from this page, as `outbox:number`. */
export async function lastSent(page: Page): Promise<string> {
  const event = await page.getByTestId('list').getAttribute('data-last-sent');
  if (!event) throw new Error('nothing was sent from this page yet: make a gesture first');
  return event;
}

/** Waits until the list on the screen has heard every gesture of this page, and every row has arrived. */
export async function heard(page: Page): Promise<void> {
  const sent = await lastSent(page);
  const list = page.getByTestId('list');
  // Asked in the page, and often: an assertion asks at 100 ms and then at 350, and a list has mostly heard in between. What it
  // came to is the assertion's to say.
  await page
    .waitForFunction(() => document.querySelector('[data-testid="list"][data-settled="true"]'), undefined, { polling: 25 })
    .catch(() => {});
  await expect(list, `the list has not heard every gesture up to ${sent}`).toHaveAttribute('data-settled', 'true');
}

/** Presses the big Play and waits for sound. */
export async function play(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await expect(page.getByTestId('player')).toHaveAttribute('data-state', 'playing');
}

/** Skips what sounds: a track that is left before its first sound was not skipped, and teaches nothing. */
export async function skip(page: Page): Promise<void> {
  await expect(page.getByTestId('player')).toHaveAttribute('data-state', 'playing');
  await page.getByRole('button', { name: 'Skip', exact: true }).first().click();
}
export const playingTitle = (page: Page) => page.getByTestId('player').getByRole('heading').first().innerText();

/** Presses "Not this" on a row and gives its track. */
export async function block(page: Page, place: number): Promise<string> {
  let id = '';
  const sent = () => page.getByTestId('list').getAttribute('data-last-sent');
  const before = await sent();
  // The list may move, and the row go, before the hand is there: then another row is taken.
  await expect(async () => {
    // On a busy machine a press may be given up as late that was not: a second row would go.
    if (id !== '' && (await sent()) !== before && (await page.locator(`[data-testid=list] [data-track-id="${id}"]`).count()) === 0) return;
    id = (await rowsOf(page).nth(place).getAttribute('data-track-id')) ?? '';
    const row = page.locator(`[data-testid=list] [data-track-id="${id}"]`);
    await row.hover({ timeout: 2_000 });
    await row
      .getByRole('button', { name: /^Not this/ })
      .first()
      .click({ timeout: 2_000 });
  }).toPass();
  return id;
}

/** Opens a row's menu, wherever the row stands, and presses one of its verbs. */
export async function verbOf(page: Page, trackId: string, verb: string, { withinMs = 30_000 } = {}): Promise<void> {
  const row = page.locator(`[data-track-id="${trackId}"]`);
  await row.getByRole('button', { name: /^More:/ }).click({ timeout: withinMs });
  await row.getByRole('menuitem', { name: verb, exact: true }).click({ timeout: withinMs });
}

/** Ids in Yours next, in their order. */
export const yoursOf = (page: Page): Promise<string[]> =>
  page
    .getByTestId('yours')
    .locator('[data-track-id]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-track-id') ?? ''));

/** The revision of the list on the page: epoch, taste, view. */
export async function revisionOf(page: Page): Promise<readonly number[]> {
  const text = (await page.getByTestId('list').getAttribute('data-revision')) ?? '';
  return text.split(/\D+/).map(Number);
}

/** Titles that the server has in this listener's history with this act, newest first. */
export async function historyOf(page: Page, url: string, type: string): Promise<string[]> {
  const answer = await page.request.get(`${url}/api/history`);
  expect(answer.ok()).toBe(true);
  const { entries } = (await answer.json()) as { entries: { type: string; track: { title: string } }[] };
  return entries.filter((entry) => entry.type === type).map((entry) => entry.track.title);
}
