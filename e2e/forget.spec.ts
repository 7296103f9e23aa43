import { expect, historyOf, play, playingTitle, skip, test } from './fixtures.ts';

interface Held {
  readonly listener: string;
  readonly history: readonly unknown[];
  readonly taste: { readonly lessons: number } | null;
}

test('[L14] a listener sees what is held, and erases it: here, on the server, and in this browser', async ({ listen: page, server }) => {
  await play(page);
  const title = await playingTitle(page);
  await skip(page);
  await expect.poll(() => historyOf(page, server.url, 'skip')).toContain(title);
  const held = async () => (await (await page.request.get(`${server.url}/api/me`)).json()) as Held;
  await expect.poll(async () => (await held()).taste?.lessons ?? 0).toBeGreaterThan(0);
  const before = await held();
  // As a browser that is copied would have it: the same cookie, after everything is forgotten.
  const cookies = await page.context().cookies();

  await page.goto(`${server.url}/settings/held`);
  await expect(page.getByRole('heading', { name: 'What Segue holds on you' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'History' })).toContainText(title);
  await page.getByRole('link', { name: 'Back to settings' }).click();
  await page.evaluate(() => localStorage.setItem('kept', 'yes'));
  await page.getByRole('button', { name: 'Forget me' }).click();
  await page.getByRole('button', { name: 'Erase everything' }).click();

  await expect(page.getByTestId('list')).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await held()).listener).not.toBe(before.listener);
  const after = await held();
  expect(after.history).toEqual([]);
  expect(after.taste?.lessons ?? 0).toBe(0);
  expect(await page.evaluate(() => localStorage.getItem('kept'))).toBeNull();
  await expect(page.getByTestId('heard-line')).toHaveAttribute('data-kind', 'quiet');
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(title);
  await page.context().clearCookies();
  await page.context().addCookies(cookies);
  expect((await page.request.get(`${server.url}/api/me`)).status()).toBe(401);
});
