import type { Page } from '@playwright/test';
import { block, expect, heard, idsOf, open, play, playingTitle, skip, test, untilLive } from './fixtures.ts';

test('asleep and awake again: what was said elsewhere meanwhile is in the list, and the hand is obeyed as before', async ({
  listenOverLine: page,
  line,
  context,
  server,
}) => {
  await play(page);
  await heard(page);
  const other = await context.newPage();
  await open(other, server.url);
  await page.bringToFront();
  const title = await playingTitle(page);
  const devtools = await context.newCDPSession(page);
  // A lid that closes: no timer runs, and the network is gone.
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  line.set('cut');
  const gone: string[] = [];
  for (let i = 0; i < 2; i++) {
    gone.push(await block(other, i));
    await heard(other);
  }
  line.set('fair');
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await untilLive(page);
  for (const id of gone) await expect(page.locator(`[data-testid=list] [data-track-id="${id}"]`)).toHaveCount(0);
  // Whoever asks later has what was shown counted in: it is at least as new as the page that was awake.
  const revisionOf = async (of: Page) => {
    const [epoch = 0, taste = 0] = ((await of.getByTestId('list').getAttribute('data-revision')) ?? '').split('.').map(Number);
    return { epoch, taste };
  };
  const awake = await revisionOf(other);
  await expect.poll(async () => (await revisionOf(page)).taste).toBeGreaterThanOrEqual(awake.taste);
  expect((await revisionOf(page)).epoch).toBe(awake.epoch);
  expect(await playingTitle(page)).toBe(title);
  await skip(page);
  await heard(page);
  // The next list is pushed to both, and is the same; the first sound of what follows re-orders it once more.
  await expect.poll(async () => (await revisionOf(other)).taste - (await revisionOf(page)).taste).toBe(0);
  await expect(async () => expect(await idsOf(other)).toEqual(await idsOf(page))).toPass({ timeout: 30_000 });
});
