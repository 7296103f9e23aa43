import { block, expect, heard, play, playingTitle, skip, test } from './fixtures.ts';

test('without scripts the list, History and Settings are whole, and every page says what needs them', async ({
  listen: page,
  server,
  browser,
}) => {
  await play(page);
  const skipped = await playingTitle(page);
  await skip(page);
  await heard(page);
  const blocked = await block(page, 3);
  await heard(page);
  // Both are in the catalogue a moment after they are learnt.
  await expect.poll(async () => (await page.request.get(`${server.url}/api/blocks`)).text()).toContain(blocked);
  await expect.poll(async () => (await page.request.get(`${server.url}/api/history`)).text()).toContain('"skip"');

  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
  const still = await plain.newPage();
  await still.goto(server.url);
  await expect(still.locator('noscript p')).toContainText('This browser runs no scripts');
  await expect(still.getByTestId('list').getByRole('link').first()).toBeVisible();
  // What would answer nobody is not shown.
  await expect(still.getByRole('button', { name: 'Play', exact: true })).toBeHidden();
  await expect(still.getByRole('button', { name: 'Hold the list' })).toBeHidden();
  for (const id of ['map', 'status', 'status-brief', 'heard-line']) await expect(still.getByTestId(id)).toBeHidden();
  await still.goto(`${server.url}/history`);
  await expect(still.getByTestId('history')).toContainText(skipped);
  await expect(still.locator('noscript p')).toContainText('This browser runs no scripts');
  await still.goto(`${server.url}/settings`);
  await expect(still.getByTestId('blocks').locator(`[data-track-id="${blocked}"]`)).toBeVisible();
  await expect(still.locator('noscript p')).toContainText('This browser runs no scripts');
  await still.goto(`${server.url}/dashboard`);
  await expect(still.locator('noscript p')).toContainText('this browser runs none');
  await plain.close();
});
