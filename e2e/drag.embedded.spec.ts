import type { CDPSession, Locator, Page } from '@playwright/test';
import { expect, heard, idsOf, open, rowsOf, test, untilLive, verbOf, yoursOf } from './fixtures.ts';

const gripOf = (page: Page, trackId: string) => page.locator(`[data-track-id="${trackId}"] [data-grip]`);

async function middleOf(of: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await of.boundingBox();
  if (!box) throw new Error('it is not drawn');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Pins the first rows of the list, and gives their tracks in their order. */
async function pinned(page: Page, count: number): Promise<string[]> {
  for (let i = 0; i < count; i++) {
    await verbOf(page, (await idsOf(page))[2] ?? '', 'Pin');
    await heard(page);
  }
  const ids = await yoursOf(page);
  expect(ids).toHaveLength(count);
  return ids;
}

/** Takes the grip of a row and carries it to a height, in steps as a hand does; does not let go. */
async function carry(page: Page, trackId: string, toY: number): Promise<void> {
  await page.locator(`[data-track-id="${trackId}"]`).hover();
  const from = await middleOf(gripOf(page, trackId));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, toY, { steps: 8 });
  await expect(page.locator(`[data-track-id="${trackId}"]`)).toHaveAttribute('data-dragged', 'true');
}

const topOf = async (page: Page, trackId: string): Promise<number> =>
  (await page.locator(`[data-track-id="${trackId}"]`).boundingBox())?.y ?? Number.NaN;

test('[L6] dragged with a mouse: within Yours next, into it from the list, and back with Escape', async ({ listen: page }) => {
  const [a = '', b = '', c = ''] = await pinned(page, 3);
  const search = page.getByRole('link', { name: 'Search' }).first();
  await search.focus();

  await carry(page, c, (await topOf(page, a)) + 8);
  await expect(page.getByTestId('drop')).toBeVisible();
  await page.mouse.up();
  await expect(page.getByTestId('drop')).toHaveCount(0);
  await heard(page);
  expect(await yoursOf(page)).toEqual([c, a, b]);
  // The hand on the mouse takes nothing from the one on the keys.
  await expect(search).toBeFocused();

  await carry(page, c, (await topOf(page, b)) + 2);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-track-id][data-dragged]')).toHaveCount(0);
  await page.mouse.up();
  expect(await yoursOf(page)).toEqual([c, a, b]);

  const x = (await idsOf(page))[1] ?? '';
  await carry(page, x, (await topOf(page, b)) + 8);
  await page.mouse.up();
  await heard(page);
  expect(await yoursOf(page)).toEqual([c, a, x, b]);
  expect(await idsOf(page)).not.toContain(x);

  // Let go over the living list, a row of it stays there.
  const y = (await idsOf(page))[0] ?? '';
  await carry(page, y, (await topOf(page, (await idsOf(page))[3] ?? '')) + 8);
  await page.mouse.up();
  await expect(page.locator('[data-track-id][data-dragged]')).toHaveCount(0);
  await page.reload();
  await untilLive(page);
  expect(await yoursOf(page)).toEqual([c, a, x, b]);
  expect(await idsOf(page)).toContain(y);
});

test('the first row of Yours next can be dragged there, and with reduced motion nothing travels', async ({ listen: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => {
    const { animate } = Element.prototype;
    Element.prototype.animate = function (this: Element, frames, options) {
      document.body.dataset['animated'] = `${document.body.dataset['animated'] ?? ''} ${Object.keys(frames ?? {}).join()}`;
      return animate.call(this, frames, options);
    };
  });
  const [, , third = ''] = await idsOf(page);
  // The page scrolls to the row first: then the heading stands where it will be.
  await page.locator(`[data-track-id="${third}"]`).hover();
  const heading = await page.getByRole('heading', { name: 'The living list' }).boundingBox();
  await carry(page, third, (heading?.y ?? 0) + 10);
  await page.mouse.up();
  await heard(page);
  expect(await yoursOf(page)).toEqual([third]);
  const animated = await page.evaluate(() => document.body.dataset['animated']);
  expect(animated).toContain('opacity');
  expect(animated).not.toContain('transform');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('[L6] a finger drags a row of Yours next by its grip, and the page does not scroll under it', async ({ page, server, context }) => {
    await open(page, server.url);
    const [a = '', b = ''] = await pinned(page, 2);
    await gripOf(page, b).scrollIntoViewIfNeeded();
    const devtools = await context.newCDPSession(page);
    const scrolled = await page.evaluate(() => scrollY);
    const from = await middleOf(gripOf(page, b));
    expect((await gripOf(page, b).boundingBox())?.width).toBeGreaterThanOrEqual(44);
    await touch(devtools, 'touchStart', from);
    const to = (await topOf(page, a)) + 8;
    for (let step = 1; step <= 8; step++) await touch(devtools, 'touchMove', { x: from.x, y: from.y + ((to - from.y) * step) / 8 });
    await expect(page.getByTestId('drop')).toBeVisible();
    await touch(devtools, 'touchEnd');
    await heard(page);
    expect(await yoursOf(page)).toEqual([b, a]);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    // Rows of the living list have their menu for it: a finger that scrolls takes hold of nothing.
    await expect(rowsOf(page).first().locator('[data-grip]')).toBeHidden();
  });
});

const touch = (devtools: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { readonly x: number; readonly y: number }) =>
  devtools.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
