import type { Page } from '@playwright/test';
import { expect, heard, idsOf, open, play, test, verbOf } from './fixtures.ts';

// What the browser scrolls by itself when what stands above changes: no server decides it.

/** Less than anybody sees. */
const STILL_PX = 4;

/** Where the page is scrolled to, and where the list begins on the screen. */
const scrolled = (page: Page) =>
  page.evaluate(() => ({
    y: scrollY,
    list: document.querySelector('[data-testid="list"]')?.getBoundingClientRect().top ?? Number.NaN,
  }));

for (const [name, viewport] of [
  ['wide', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const) {
  test(`${name}, scrolled down: the page stays where it is when the list re-orders`, async ({ page, server }) => {
    await page.setViewportSize(viewport);
    // What an answer looks like is explained once in a browser; here it was.
    await page.addInitScript(() => localStorage.setItem('segue-told', 'true'));
    await open(page, server.url);
    await play(page);
    await heard(page);
    await page.evaluate(() => scrollTo(0, 700));
    await expect(page.getByTestId('mini-player')).toBeVisible();
    const before = await scrolled(page);
    const order = await idsOf(page);

    /** Frames pass until nothing moves: what the browser scrolls by itself comes after the list was drawn. */
    const isStill = async (what: string, from = before) => {
      await heard(page);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const after = await scrolled(page);
      expect(Math.abs(after.list - from.list), `${what}: the list on the screen`).toBeLessThanOrEqual(STILL_PX);
      return after;
    };

    await page.keyboard.press('n');
    // The line above the list says more than before; from here on it is as high as it was.
    const answered = await isStill('N');
    if (name === 'wide') expect(Math.abs(answered.y - before.y), 'N: scrollY').toBeLessThanOrEqual(STILL_PX);
    for (const skips of ['once', 'twice']) {
      await expect(page.getByTestId('mini-player')).toHaveAttribute('data-state', 'playing');
      await page.getByTestId('mini-player').getByRole('button', { name: 'Skip' }).click();
      const after = await isStill(`the small player's Skip, ${skips}`);
      if (name === 'wide') expect(Math.abs(after.y - before.y), 'Skip: scrollY').toBeLessThanOrEqual(STILL_PX);
    }
    expect(await idsOf(page)).not.toEqual(order);

    // A track's first sound orders the list anew, and may take a row from under the hand on its way: the hand comes down after it.
    await expect(page.getByTestId('mini-player')).toHaveAttribute('data-state', 'playing');
    await heard(page);
    await page.getByTestId('mini-player').getByRole('button', { name: 'Pause' }).click();
    /** Presses a verb of a row in the middle of the window; gives where the page was when the hand came down. */
    const press = async (verb: string) => {
      await page.evaluate(() =>
        addEventListener(
          'click',
          () =>
            Object.assign(window, {
              pressedAt: { y: scrollY, list: document.querySelector('[data-testid="list"]')?.getBoundingClientRect().top },
            }),
          { capture: true },
        ),
      );
      const id = await page.evaluate(() => {
        const rows = [...document.querySelectorAll<HTMLElement>('[data-testid="list"] [data-track-id]')];
        return rows.find((row) => row.getBoundingClientRect().top > 260)?.dataset['trackId'] ?? '';
      });
      await verbOf(page, id, verb);
      return page.evaluate(() => (window as unknown as { readonly pressedAt: Awaited<ReturnType<typeof scrolled>> }).pressedAt);
    };
    const asked = await press('More like this');
    const after = await isStill('More like this', asked);
    if (name === 'wide') expect(Math.abs(after.y - asked.y), 'More like this: scrollY').toBeLessThanOrEqual(STILL_PX);
    // Yours next comes to stand above, and what is looked at stays.
    await isStill('Pin', await press('Pin'));
  });
}
