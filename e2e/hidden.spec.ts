import type { Page } from '@playwright/test';
import { block, expect, heard, idsOf, open, play, test, untilLive } from './fixtures.ts';

/** As the browser does when another tab is chosen; Playwright's own pages all count as shown. */
const show = (page: Page, shown: boolean) =>
  page.evaluate((isShown) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => !isShown });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (isShown ? 'visible' : 'hidden') });
    document.dispatchEvent(new Event('visibilitychange'));
  }, shown);

test('a hidden tab plays on, draws nothing, and has the newest list when it is shown', async ({ listen: page, context, server }) => {
  await play(page);
  const other = await context.newPage();
  await open(other, server.url);
  await heard(page);
  await show(page, false);
  const before = await idsOf(page);
  // Rows that come, go or move, and every new revision; that the marks of the last change fade is no news.
  await page.evaluate(() => {
    const list = document.querySelector('[data-testid="list"]');
    const drawn = Object.assign(window, { drawn: 0 });
    if (list)
      new MutationObserver((changes) => (drawn.drawn += changes.length)).observe(list, {
        childList: true,
        attributeFilter: ['data-revision'],
      });
  });
  const drawn = () => page.evaluate(() => (window as unknown as { drawn: number }).drawn);
  const gone: string[] = [];
  for (let i = 0; i < 3; i++) {
    gone.push(await block(other, i));
    await heard(other);
  }
  await expect(page.getByTestId('player')).toHaveAttribute('data-state', 'playing');
  expect(await drawn()).toBe(0);
  expect(await idsOf(page)).toEqual(before);
  await show(page, true);
  for (const id of gone) await expect(page.locator(`[data-testid=list] [data-track-id="${id}"]`)).toHaveCount(0);
  expect(await drawn()).toBeGreaterThan(0);
  await untilLive(page);
  expect(await idsOf(page)).toEqual(await idsOf(other));
});
