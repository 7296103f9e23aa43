import { expect, play, rowsOf, test, untilLive } from './fixtures.ts';

// What the page does when another page cannot be fetched: no server decides it.

const ways = ['History', 'Search', 'Live', 'Settings'] as const;

test('[L11] without network a way to another page says so and the music plays on; the list can always be had', async ({
  listen: page,
  context,
}) => {
  const player = page.getByTestId('player');
  const missing = page.getByTestId('missing-page');
  const link = (name: string) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true });
  const isPlaying = () => expect(player.or(page.getByTestId('mini-player')).first()).toHaveAttribute('data-state', 'playing');
  await play(page);
  // The window that it sounds in is the same all the while.
  await page.evaluate(() => Object.assign(window, { same: true }));

  await context.setOffline(true);
  for (const name of ways) {
    await link(name).click();
    await expect(missing).toHaveText(`Offline: ${name} opens when the network is back. What plays goes on.`);
  }
  await page.keyboard.press('/');
  await expect(missing).toContainText('Offline: Search');
  await isPlaying();

  await context.setOffline(false);
  await untilLive(page);
  await link('History').click();
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
  await expect(missing).toBeHidden();

  // All that Listen shows is here: it opens.
  await context.setOffline(true);
  await link('Listen').click();
  await expect(player).toBeVisible();
  await expect(page).toHaveURL(/\/$/);
  await expect(link('Listen')).toHaveAttribute('aria-current', 'page');
  expect(await rowsOf(page).count()).toBeGreaterThan(5);
  await link('History').click();
  await expect(missing).toContainText('Offline: History');
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
  await page.goForward();
  await expect(player).toBeVisible();

  await context.setOffline(false);
  await link('Settings').click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await link('Listen').click();
  await untilLive(page);
  await isPlaying();
  expect(await page.evaluate(() => 'same' in window)).toBe(true);
});

test('[L11] where the server is away and the browser does not know, the app stays too', async ({ listenOverLine: page, line }) => {
  await play(page);
  line.set('cut');
  await expect(page.getByTestId('status')).toContainText('Offline');
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await expect(page.getByTestId('missing-page')).toContainText('Offline: History');
  line.set('fair');
  await untilLive(page);
  await expect(page.getByTestId('missing-page')).toBeHidden();
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
});
