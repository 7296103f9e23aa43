import { block, expect, historyOf, idsOf, play, playingTitle, skip, statusOf, test, untilLive } from './fixtures.ts';

const WAITING = /[1-9]\d* gestures? waiting/;

test('[L11] offline then online: music plays on, gestures wait, and all of them are learnt', async ({
  listenOverLine: page,
  line,
  server,
}) => {
  await play(page);
  const title = await playingTitle(page);
  line.set('cut');
  await skip(page);
  await expect.poll(() => playingTitle(page)).not.toBe(title);
  const blocked = await block(page, 1);
  await expect(statusOf(page)).toContainText('Offline');
  await expect(statusOf(page)).toContainText(WAITING);
  expect((await idsOf(page)).length).toBeGreaterThan(5);
  line.set('fair');
  await untilLive(page);
  await expect.poll(() => historyOf(page, server.url, 'skip')).toEqual([title]);
  await expect.poll(async () => (await page.request.get(`${server.url}/api/blocks`)).text()).toContain(blocked);
  await expect(page.locator(`[data-testid=list] [data-track-id="${blocked}"]`)).toHaveCount(0);
});

test('[L11] a line that carries nothing is known to be dead, and recovers', async ({ listenOverLine: page, line }) => {
  await play(page);
  line.set('black-hole');
  await page.getByRole('button', { name: /^Like/ }).first().click();
  await expect(statusOf(page)).toContainText(/Offline|Connecting|Catching up/);
  await expect(statusOf(page)).toContainText(WAITING);
  expect((await idsOf(page)).length).toBeGreaterThan(10);
  line.set('fair');
  await untilLive(page);
});

test('[L2] a gesture whose ack was lost is sent again and counts once', async ({ listenOverLine: page, line, server }) => {
  await play(page);
  let title = '';
  // An impression whose answer is lost would hold the skip back: then the line clears and it is tried again.
  await expect(async () => {
    line.set('fair');
    await untilLive(page);
    title = await playingTitle(page);
    line.set('no-answers');
    await skip(page);
    // The server has it, and the page does not know.
    await expect.poll(() => historyOf(page, server.url, 'skip'), { timeout: 4_000 }).toContain(title);
  }).toPass({ timeout: 60_000 });
  await expect(statusOf(page)).toContainText(WAITING);
  line.set('cut');
  line.set('fair');
  await untilLive(page);
  expect((await historyOf(page, server.url, 'skip')).filter((one) => one === title)).toHaveLength(1);
});

test('a slow line is slower and nothing else', async ({ listenOverLine: page, line }) => {
  line.delay(150);
  await play(page);
  const before = await idsOf(page);
  await skip(page);
  await expect.poll(() => idsOf(page)).not.toEqual(before);
  await untilLive(page);
});
