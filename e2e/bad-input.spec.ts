import type { Page } from '@playwright/test';
import { expect, rowsOf, test } from './fixtures.ts';

/** Whatever ran that should not have. */
const executed = (page: Page) => page.evaluate(() => 'hacked' in window);
const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test('search takes ten thousand characters, emoji and markup: nothing breaks, nothing runs', async ({ listen: page, server }) => {
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  await page.getByRole('link', { name: 'Search', exact: true }).click();
  const field = page.getByRole('searchbox');
  for (const query of [
    'x'.repeat(10_000),
    `${'a'.repeat(199)}🎷🎷`,
    '🎷🎸🥁 🇫🇷',
    '<img src=x onerror="window.hacked=1">',
    '"><script>window.hacked=1</script>',
    "'; DROP TABLE tracks; --",
    '\\%_*.[(',
    'مرحبا \u202e bidi',
  ]) {
    await field.fill(query);
    const asked = (await field.inputValue()).trim();
    await expect(page.getByTestId('results')).toHaveAttribute('data-answered', asked);
    await expect(page.getByText(/^Nothing found|tracks? found/)).toBeAttached();
    expect(await sideways(page), query.slice(0, 40)).toBeLessThanOrEqual(0);
    // The same by its address, where the server draws it.
    const answer = await page.request.get(`${server.url}/search?q=${encodeURIComponent(query.slice(0, 2_000))}`);
    expect(answer.status(), query.slice(0, 40)).toBe(200);
    expect(await answer.text()).not.toContain('<script>window.hacked');
  }
  expect(await executed(page)).toBe(false);
  expect(problems).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the list and its links are in the page, and lead to sound, to search and back', async ({ page, server }) => {
    await page.goto(server.url);
    await expect(rowsOf(page).nth(9)).toBeVisible();
    const link = rowsOf(page).first().getByRole('link').first();
    await expect(link).toBeVisible();
    const sound = await page.request.get(new URL((await link.getAttribute('href')) ?? '', server.url).href, {
      headers: { range: 'bytes=0-99' },
    });
    expect(sound.status()).toBe(206);
    expect(sound.headers()['content-type']).toMatch(/^audio\//);
    await expect(rowsOf(page).first().locator('svg:visible').first()).toBeVisible();

    const title = await link.innerText();
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await page.getByRole('searchbox').fill(title);
    await page.getByRole('searchbox').press('Enter');
    await expect(page.getByTestId('results').getByText(title, { exact: true }).first()).toBeVisible();
    await page.getByRole('link', { name: 'Listen', exact: true }).click();
    await expect(rowsOf(page).nth(9)).toBeVisible();
  });
});
