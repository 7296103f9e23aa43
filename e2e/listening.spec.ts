import { block, expect, heard, historyOf, idsOf, open, play, playingTitle, revisionOf, rowsOf, skip, test, untilLive } from './fixtures.ts';

test('first visit: the list stands in the first HTML, and plays by one press', async ({ page, server, request }) => {
  const html = await (await request.get(server.url)).text();
  expect(html.match(/<li[^>]*data-track-id/g)?.length).toBeGreaterThanOrEqual(10);
  await page.goto(server.url);
  await play(page);
});

test('a skip re-orders the list, with reasons, and says what it heard', async ({ listen: page }) => {
  await play(page);
  const before = await idsOf(page);
  const playing = await playingTitle(page);
  await skip(page);
  await heard(page);
  await expect(page.getByTestId('heard-line')).toContainText(`Heard your skip of ${playing}`);
  expect(await idsOf(page)).not.toEqual(before);
  for (const row of await rowsOf(page).all()) await expect(row).toHaveAttribute('data-reason-kind', /^[a-z-]+$/);
});

test('[L5] what was blocked is gone at once and stays away, in the HTML too', async ({ listen: page, server }) => {
  const id = await block(page, 1);
  await expect(page.locator(`[data-testid=list] [data-track-id="${id}"]`)).toHaveCount(0);
  await expect(page.getByTestId('heard-line')).toContainText('Undo');
  await untilLive(page);
  const html = await (await page.request.get(server.url)).text();
  expect(html).toContain('data-track-id');
  expect(html).not.toContain(id);
  await page.reload();
  await expect(page.getByTestId('list')).toBeVisible();
  await expect(page.locator(`[data-track-id="${id}"]`)).toHaveCount(0);
});

test('two tabs are one listener', async ({ listen: page, context, server }) => {
  const other = await context.newPage();
  await open(other, server.url);
  // A press in a tab that lies behind another is taken whenever the browser next draws it, which may be never.
  await page.bringToFront();
  const id = await block(page, 2);
  await expect(other.locator(`[data-testid=list] [data-track-id="${id}"]`)).toHaveCount(0);
});

test('[L7] two listeners are two: what one blocks the other keeps', async ({ listen: page, browser, server }) => {
  const id = await block(page, 0);
  await untilLive(page);
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await open(other, server.url);
  const history = await other.request.get(`${server.url}/api/history`);
  expect(((await history.json()) as { entries: unknown[] }).entries).toEqual([]);
  const blocks = await other.request.get(`${server.url}/api/blocks`);
  expect(await blocks.text()).not.toContain(id);
  await elsewhere.close();
});

test('[L4] a reload keeps everything: likes, blocks, what was skipped, and the list goes on from where it was', async ({
  listen: page,
  server,
}) => {
  await play(page);
  const skipped = await playingTitle(page);
  await skip(page);
  await page.getByRole('button', { name: /^Like/ }).first().click();
  const blocked = await block(page, 3);
  await untilLive(page);
  await expect(page.getByTestId('list')).toHaveAttribute('data-settled', 'true');
  const [epoch, taste = 0] = await revisionOf(page);
  await page.reload();
  await untilLive(page);
  const after = await revisionOf(page);
  expect(after[0]).toBe(epoch);
  expect(after[1]).toBeGreaterThanOrEqual(taste);
  expect(await idsOf(page)).not.toContain(blocked);
  await expect.poll(() => historyOf(page, server.url, 'skip')).toEqual([skipped]);
  await expect.poll(() => historyOf(page, server.url, 'like')).toHaveLength(1);
});
