import { startDistributed } from './distributed.ts';
import { test as base, expect, heard, historyOf, open, play, playingTitle, rowsOf } from './fixtures.ts';
import { type Server, SHORT_TRACKS } from './server.ts';
import { startSolo } from './solo.ts';

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

test('seeking to the end is no completion', async ({ page, short }) => {
  await open(page, short.url);
  await play(page);
  const title = await playingTitle(page);
  await page.getByRole('slider', { name: 'Seek' }).press('End');
  await expect.poll(() => playingTitle(page)).not.toBe(title);
  await expect.poll(() => historyOf(page, short.url, 'skip')).toEqual([title]);
  expect(await historyOf(page, short.url, 'complete')).toEqual([]);
});
