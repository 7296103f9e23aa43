import type { Page } from '@playwright/test';
import { expect, heard, idsOf, open, playingTitle, rowsOf, test, untilLive, verbOf, yoursOf } from './fixtures.ts';

/** What has the focus: the row that it is in, and its accessible name. */
const focus = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null;
    return {
      row: at?.closest<HTMLElement>('[data-track-id]')?.dataset['trackId'] ?? null,
      name: at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '',
      tag: at?.tagName ?? '',
    };
  });

/** Presses Tab until the focus is in the list's first row. */
async function tabToList(page: Page): Promise<number> {
  const first = (await idsOf(page))[0];
  for (let stops = 1; stops <= 40; stops++) {
    await page.keyboard.press('Tab');
    if ((await focus(page)).row === first) return stops;
  }
  throw new Error('forty stops, and the list was not among them');
}

test('keyboard only: play, skip, walk the list, act on a row, undo, and never lose the focus', async ({
  listen: page,
  server,
  context,
}) => {
  const player = page.getByTestId('player');
  // The first stop leads past the ways to other pages.
  await page.keyboard.press('Tab');
  expect((await focus(page)).name).toBe('Go to the content');
  await page.keyboard.press('Enter');
  expect((await focus(page)).tag).toBe('MAIN');
  await page.keyboard.press('Space');
  await expect(player).toHaveAttribute('data-state', 'playing');
  const title = await playingTitle(page);
  await page.keyboard.press('n');
  await heard(page);
  expect(await playingTitle(page)).not.toBe(title);
  await expect(player).toHaveAttribute('data-state', 'playing');

  expect(await tabToList(page)).toBeLessThan(25);
  // A row is one stop: the next Tab is in the next row.
  const ids = await idsOf(page);
  await page.keyboard.press('Tab');
  expect((await focus(page)).row).toBe(ids[1]);
  await page.keyboard.press('ArrowDown');
  expect((await focus(page)).row).toBe(ids[2]);
  const node = await rowsOf(page).nth(2).elementHandle();
  for (let step = 0; step < 8 && !(await focus(page)).name.startsWith('Not this'); step++) await page.keyboard.press('ArrowRight');
  expect((await focus(page)).name).toMatch(/^Not this/);

  // What another tab does moves the others round the row that has the focus: its node stays, and so does the focus.
  const other = await context.newPage();
  await open(other, server.url);
  await verbOf(other, ids[0] ?? '', 'Pin');
  await expect.poll(() => yoursOf(page)).toEqual([ids[0]]);
  // On a slow machine what was shown meanwhile may take the row off the list: then the focus is in the next one.
  if ((await idsOf(page)).includes(ids[2] ?? '')) {
    expect((await focus(page)).row).toBe(ids[2]);
    expect(await node?.evaluate((row) => row.isConnected && row.contains(document.activeElement))).toBe(true);
  }
  await other.close();
  expect((await focus(page)).row).not.toBeNull();
  for (let step = 0; step < 8 && !(await focus(page)).name.startsWith('Not this'); step++) await page.keyboard.press('ArrowRight');

  // When it goes, the focus goes to the row that takes its place.
  const blocked = (await focus(page)).row ?? '';
  await page.keyboard.press('Enter');
  await heard(page);
  expect(await idsOf(page)).not.toContain(blocked);
  const now = await focus(page);
  expect(now.row).not.toBeNull();
  expect(now.row).not.toBe(blocked);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('heard-line')).toContainText('Taken back');
  await expect.poll(async () => (await page.request.get(`${server.url}/api/blocks`)).text()).not.toContain(blocked);
});

test('a row is one tab stop, one region speaks, and the help says every key', async ({ listen: page }) => {
  const stops = await page.getByTestId('list').evaluate((list) => list.querySelectorAll('a[href], button:not([tabindex="-1"])').length);
  expect(stops).toBe(await rowsOf(page).count());
  // Next.js announces new pages from a shadow of its own.
  expect(await page.evaluate(() => document.querySelectorAll('[role="status"], [role="alert"], [aria-live]').length)).toBe(1);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await untilLive(page);
});

test('a menu opens, is walked and closes by keys, and gives the focus back', async ({ listen: page }) => {
  const more = rowsOf(page)
    .first()
    .getByRole('button', { name: /^More:/ });
  await more.focus();
  await page.keyboard.press('Enter');
  expect((await focus(page)).name).toBe('Play now');
  await page.keyboard.press('ArrowDown');
  expect((await focus(page)).name).toBe('Play next');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(more).toBeFocused();
});
