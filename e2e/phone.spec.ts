import type { Page } from '@playwright/test';
import { expect, heard, idsOf, open, rowsOf, test, verbOf, yoursOf } from './fixtures.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** A page that is wider than the phone, and what of it sticks out. */
const sticksOut = (page: Page) =>
  page.evaluate(() =>
    document.documentElement.scrollWidth <= innerWidth
      ? []
      : [...document.querySelectorAll('body *')]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.outerHTML.slice(0, 80)),
  );

test('on a phone: tap to play, skip, queue from a menu, and find the way to every page', async ({ page, server }) => {
  await open(page, server.url);
  await page.getByRole('button', { name: 'Play', exact: true }).first().tap();
  await expect(page.getByTestId('player')).toHaveAttribute('data-state', 'playing');
  const before = await idsOf(page);
  await page.getByTestId('player').getByRole('button', { name: 'Skip', exact: true }).tap();
  await heard(page);
  expect(await idsOf(page)).not.toEqual(before);
  expect(await sticksOut(page)).toEqual([]);

  // What starts to play orders the list anew, and the last row may go from under the hand: then the new last one is taken.
  let last = '';
  await expect(async () => {
    last = (await rowsOf(page).last().getAttribute('data-track-id')) ?? '';
    await verbOf(page, last, 'Play next', { withinMs: 3_000 });
  }).toPass();
  await heard(page);
  expect(await yoursOf(page)).toEqual([last]);

  // The player has scrolled away: a small one stands in its place.
  await rowsOf(page).last().scrollIntoViewIfNeeded();
  const mini = page.getByTestId('mini-player');
  await expect(mini).toBeVisible();
  await mini.getByRole('button', { name: 'Pause' }).tap();
  await expect(mini).toHaveAttribute('data-state', 'paused');

  for (const [name, heading] of [
    ['Search', 'Search'],
    ['History', 'History'],
    ['Taste', 'What Segue hears in you'],
  ] as const) {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).tap();
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
    expect(await sticksOut(page)).toEqual([]);
  }
  await page.getByRole('link', { name: 'Settings' }).tap();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  expect(await sticksOut(page)).toEqual([]);
});
