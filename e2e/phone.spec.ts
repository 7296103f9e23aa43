import type { Page } from '@playwright/test';
import { expect, heard, idsOf, open, play, rowsOf, test, verbOf, yoursOf } from './fixtures.ts';

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

  const last = (await rowsOf(page).last().getAttribute('data-track-id')) ?? '';
  await verbOf(page, last, 'Play next');
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

test('on a phone every button is large enough for a thumb', async ({ page, server }) => {
  await open(page, server.url);
  await play(page);
  const small = await page.locator('button:visible, nav a:visible').evaluateAll((buttons) =>
    buttons
      .map((button) => {
        const { width, height } = button.getBoundingClientRect();
        // Some reach further than they are drawn.
        const reach = getComputedStyle(button, '::after');
        const more = reach.position === 'absolute' ? Number.parseFloat(reach.height) || 0 : 0;
        return { name: button.getAttribute('aria-label') ?? button.textContent ?? '', width, height: Math.max(height, more) };
      })
      .filter(({ width, height }) => height < 43.5 || width < 43.5)
      .map(({ name, width, height }) => `${name}: ${Math.round(width)} x ${Math.round(height)}`),
  );
  expect(small).toEqual([]);
});
