import { test as base, expect, type Page } from '@playwright/test';
import { type Solo, startSolo } from './solo.ts';

/** Each Playwright worker has its own server; each test its own guest, since a fresh context has no cookie. */
export const test = base.extend<{ listen: Page }, { solo: Solo }>({
  solo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use) => {
      const solo = await startSolo();
      await use(solo);
      await solo.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  /** The player, open and live. */
  listen: async ({ page, solo }, use) => {
    await page.goto(solo.url);
    await expect(page.getByTestId('list')).toBeVisible();
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await use(page);
  },
});
export { expect };

export const rowsOf = (page: Page) => page.getByTestId('list').locator('[data-track-id]');
export const idsOf = (page: Page): Promise<string[]> =>
  rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-track-id') ?? ''));
/** Presses the big Play and waits for sound. */
export async function play(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await expect(page.getByTestId('player')).toHaveAttribute('data-state', 'playing');
}
