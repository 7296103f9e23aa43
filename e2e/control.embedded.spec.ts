import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ControlledServer, fixChance, STARTS_AT, startControlled } from './controlled.ts';
import { test as base, block, expect, heard, historyOf, idsOf, open, play, playingTitle, skip, statusOf, untilLive } from './fixtures.ts';

/** The build for tests, with a hand on its parts. Each test leaves them as they were. */
const test = base.extend<{ readonly controlled: ControlledServer }, { readonly sharedControlled: ControlledServer }>({
  sharedControlled: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use) => {
      const server = await startControlled();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  controlled: async ({ sharedControlled }, use) => {
    await use(sharedControlled);
    await sharedControlled.control.ask({ do: 'deafen-log', deaf: false });
    await sharedControlled.control.ask({ do: 'slow-store', byMs: 0 });
  },
});

test("the server's clock is the test's: a day passes at once, and history says so", async ({ page, controlled }) => {
  const { control, url } = controlled;
  await control.ask({ do: 'set-clock', to: STARTS_AT });
  await open(page, url);
  await play(page);
  const title = await playingTitle(page);
  await skip(page);
  await heard(page);
  await expect.poll(() => historyOf(page, url, 'skip')).toEqual([title]);
  const { entries } = (await (await page.request.get(`${url}/api/history`)).json()) as { entries: { atMs: number }[] };
  const sinceMs = (entries[0]?.atMs ?? 0) - Date.parse(STARTS_AT);
  expect(sinceMs).toBeGreaterThanOrEqual(0);
  expect(sinceMs).toBeLessThan(60_000);
  const day = 86_400_000;
  const before = await control.ask({ do: 'tell' });
  expect(await control.ask({ do: 'advance-clock', byMs: day })).toBeGreaterThanOrEqual(before + day);
});

test('[L11] a deaf log: the hand is obeyed, the gesture waits, and is learnt when the log hears again', async ({ page, controlled }) => {
  const { control, url } = controlled;
  await open(page, url);
  await play(page);
  await control.ask({ do: 'deafen-log', deaf: true });
  const title = await playingTitle(page);
  await skip(page);
  await expect.poll(() => playingTitle(page)).not.toBe(title);
  await expect(statusOf(page)).toContainText(/[1-9]\d* gestures? waiting/);
  await expect(statusOf(page)).toContainText('New gestures cannot be stored right now');
  await control.ask({ do: 'deafen-log', deaf: false });
  await untilLive(page);
  await expect.poll(() => historyOf(page, url, 'skip')).toEqual([title]);
});

test('[L11] a slow store: the hand is obeyed at once and the list follows', async ({ page, controlled }) => {
  const { control, url } = controlled;
  await open(page, url);
  const before = await idsOf(page);
  await control.ask({ do: 'slow-store', byMs: 400 });
  const blocked = await block(page, 1);
  await expect(page.locator(`[data-testid=list] [data-track-id="${blocked}"]`)).toHaveCount(0);
  await heard(page);
  expect(await idsOf(page)).not.toEqual(before);
});

test('[L11] a worker that has stopped: gestures are kept in the log, the page says so, and all is learnt once it starts', async ({
  page,
  controlled,
}) => {
  const { control, url } = controlled;
  await open(page, url);
  await control.ask({ do: 'stop-worker' });
  const blocked = await block(page, 2);
  await expect(page.locator(`[data-testid=list] [data-track-id="${blocked}"]`)).toHaveCount(0);
  await expect(statusOf(page)).toContainText('Learning is behind');
  await control.ask({ do: 'start-worker' });
  await heard(page);
  await expect(statusOf(page)).not.toContainText('Learning is behind');
});

test('what is learnt together is said in one sentence, taken back and done again with it, and is one change each behind a held list', async ({
  page,
  controlled,
}) => {
  const { control, url } = controlled;
  await open(page, url);
  await play(page);
  const hold = page.getByRole('button', { name: /^Hold the list/ });
  await hold.click();
  await control.ask({ do: 'stop-worker' });
  const skipped: string[] = [];
  for (let i = 0; i < 3; i++) {
    const title = await playingTitle(page);
    skipped.unshift(title);
    await skip(page);
    await expect.poll(() => playingTitle(page)).not.toBe(title);
  }
  await page.getByRole('button', { name: 'Pause' }).first().click();
  await control.ask({ do: 'start-worker' });
  const line = page.getByTestId('heard-line');
  await expect(line).toContainText('Heard 3 skips');
  await expect(hold).toContainText('3 changes waiting');
  await hold.click();
  await expect.poll(() => historyOf(page, url, 'skip')).toEqual(skipped);
  // A page that is opened again knows all of it.
  await page.reload();
  await untilLive(page);
  await expect(line).toContainText('Heard 3 skips');
  await line.getByRole('button', { name: 'Undo' }).click();
  await expect(line).toContainText('Taken back: 3 gestures');
  await expect.poll(() => historyOf(page, url, 'skip')).toEqual([]);
  await line.getByRole('button', { name: 'Redo' }).click();
  await expect(line).toContainText('Heard again: 3 gestures');
  await expect.poll(async () => (await historyOf(page, url, 'skip')).length).toBe(3);
});

test('[L11] a dashboard left open over a night, a clock that was wrong, and a part that went down and came back', async ({
  page,
  controlled,
}) => {
  const { control, url } = controlled;
  await page.goto(`${url}/dashboard`);
  const sentence = page.getByTestId('sentence');
  const chips = page.getByRole('list', { name: 'Instances' });
  const probe = page.getByRole('button', { name: /^Probe [1-9]/ });
  await expect(probe).toBeVisible({ timeout: 30_000 });
  const night = 9 * 3_600_000;
  const acked = async () => {
    const metrics = await (await page.request.get(`${url}/metrics`)).text();
    return Number(/^segue_answers_total\{.*status="acked".*\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
  };
  for (const byMs of [night, -night]) {
    const before = await acked();
    await control.ask(
      byMs > 0
        ? { do: 'advance-clock', byMs }
        : { do: 'set-clock', to: new Date((await control.ask({ do: 'tell' })) + byMs).toISOString() },
    );
    // What was counted before is of another hour; what comes after is answered and seen as ever.
    await expect.poll(acked, { timeout: 30_000 }).toBeGreaterThan(before);
    await expect(probe).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/as of [0-3] s ago/)).toBeVisible();
    await expect(chips).not.toContainText('not heard from');
  }
  await control.ask({ do: 'stop-worker' });
  await expect(sentence).toContainText('the worker does not answer', { timeout: 40_000 });
  await expect(page.getByRole('region', { name: 'Lag by partition' })).toContainText(/\d+ s/);
  await control.ask({ do: 'start-worker' });
  await expect(sentence).not.toContainText('Not healthy', { timeout: 30_000 });
});

test('the same seed and the same clock tell the same story: ids, first list, and what two gestures make of it', async ({ browser }) => {
  const story = async () => {
    const server = await startControlled({ SEGUE_SEED: '7' });
    const context = await browser.newContext();
    const page = await context.newPage();
    await fixChance(page);
    await open(page, server.url);
    const first = await idsOf(page);
    await page.getByRole('button', { name: /^Pin/ }).nth(4).click();
    await heard(page);
    await block(page, 2);
    await heard(page);
    const { listener } = (await (await page.request.get(`${server.url}/api/me`)).json()) as { listener: string };
    const last = await page.getByTestId('list').getAttribute('data-last-event');
    const told = { listener, first, last, after: await idsOf(page) };
    await context.close();
    await server.stop();
    return told;
  };
  const [one, other] = await Promise.all([story(), story()]);
  expect(one).toEqual(other);
});

test('the build that listeners get has no control socket and no clock to set, and says so', async () => {
  const main = join(import.meta.dirname, '..', 'apps', 'solo', 'dist', 'main.js');
  expect(await readFile(main, 'utf8')).not.toContain('deafen-log');
  for (const env of [{ SEGUE_CONTROL: '/tmp/control' }, { SEGUE_NOW: STARTS_AT }]) {
    const started = promisify(execFile)(process.execPath, [main], { env: { ...process.env, PORT: '0', ...env } });
    await expect(started).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('are for tests') });
  }
});
