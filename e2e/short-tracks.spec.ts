import { startDistributed } from './distributed.ts';
import { test as base, expect, heard, historyOf, idsOf, open, play, playingTitle, rowsOf, statusOf, untilLive } from './fixtures.ts';
import { type Server, SHORT_TRACKS } from './server.ts';
import { startSolo } from './solo.ts';
import { startTcpProxy } from './tcp-proxy.ts';

/** Sixty tracks of five seconds, on a server of their own: they can be heard out. */
const test = base.extend<object, { readonly short: Server }>({
  short: [
    async ({ setting }, use) => {
      const server =
        setting === 'embedded'
          ? await startSolo(SHORT_TRACKS, { seeded: false })
          : await startDistributed(SHORT_TRACKS, { api: 1, worker: 1 });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test('a track that is heard out teaches that it was, and the next one follows by itself', async ({ page, short }) => {
  await open(page, short.url);
  const player = page.getByTestId('player');
  await play(page);
  const title = await playingTitle(page);
  const next = (await rowsOf(page).first().getAttribute('data-track-id')) ?? '';
  await expect(player).toHaveAttribute('data-track-loaded', next);
  await expect(player).toHaveAttribute('data-state', 'playing');
  await heard(page);
  await expect.poll(() => historyOf(page, short.url, 'complete')).toEqual([title]);
  expect(await historyOf(page, short.url, 'skip')).toEqual([]);
});

test('seeking to the end is no completion, and no skip', async ({ page, short }) => {
  await open(page, short.url);
  await play(page);
  const title = await playingTitle(page);
  await page.getByRole('slider', { name: 'Seek' }).press('End');
  await expect.poll(() => playingTitle(page)).not.toBe(title);
  // What was said is stored in its order: with the next track's first sound, this one's end would be there.
  await expect.poll(async () => (await historyOf(page, short.url, 'play')).length).toBeGreaterThan(1);
  expect(await historyOf(page, short.url, 'skip')).not.toContain(title);
  expect(await historyOf(page, short.url, 'complete')).not.toContain(title);
});

test('[L11] without network the list plays on, through tracks that were fetched before it went', async ({ page, context, short }) => {
  const line = await startTcpProxy({ port: Number(new URL(short.url).port) });
  try {
    // Tracks whose sound is here whole. The element asks for ranges; what is fetched ahead is not.
    const fetched = new Set<string>();
    page.on('requestfinished', (request) => {
      const id = /\/audio\/([^?/]+)/.exec(request.url())?.[1];
      if (id && request.headers()['purpose'] === 'prefetch') fetched.add(id);
    });
    await open(page, `http://127.0.0.1:${line.port}`);
    const player = page.getByTestId('player');
    const loaded = () => player.getAttribute('data-track-loaded');
    await play(page);
    const coming = async () => (await idsOf(page)).slice(0, 6);
    let before: string | null = null;
    let order: (string | null)[] = [];
    const asked: string[] = [];
    page.on('request', (request) => request.url().includes('/audio/') && asked.push(request.url()));
    // A track that ends while the line is cut re-orders the list once more: then the line clears and it is tried again.
    await expect(async () => {
      await context.setOffline(false);
      line.set('fair');
      await untilLive(page);
      await expect.poll(async () => (await coming()).every((id) => fetched.has(id)), { timeout: 90_000, intervals: [100] }).toBe(true);
      before = await loaded();
      await context.setOffline(true);
      line.set('cut');
      await expect(statusOf(page)).toContainText('Offline');
      asked.length = 0;
      order = [await loaded(), ...(await coming())];
      expect(order.slice(1).every((id) => fetched.has(id ?? ''))).toBe(true);
    }).toPass({ timeout: 120_000 });
    // Each sounds, after the other, in the order on the screen.
    for (const id of order.slice(order[0] === before ? 1 : 0, 5)) {
      await expect(player).toHaveAttribute('data-track-loaded', id ?? '');
      await expect(player).toHaveAttribute('data-state', 'playing');
    }
    expect(asked).toEqual([]);
    const title = await playingTitle(page);
    await expect.poll(() => playingTitle(page)).not.toBe(title);

    await context.setOffline(false);
    line.set('fair');
    await untilLive(page);
    await expect.poll(() => historyOf(page, short.url, 'complete')).toContain(title);
  } finally {
    await line.stop();
  }
});
