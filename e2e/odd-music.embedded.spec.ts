import { mkdtemp, open as openFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test as base, expect, heard, open, rowsOf, verbOf } from './fixtures.ts';
import type { Server } from './server.ts';
import { startSolo } from './solo.ts';

const RATE = 8_000;
const MARKUP = '<img src=x onerror="window.hacked=1"><b>bold</b>';
const RTL = 'أغنية طويلة عن البحر والريح';
const LONG = 'Donaudampfschifffahrtsgesellschaft'.repeat(10).slice(0, 300);
const SHORT = 'Two seconds';
const ENDLESS = 'Three hours';

/** A folder of music as nobody tags it, beside a few tracks of the demo. */
const test = base.extend<object, { readonly odd: Server }>({
  odd: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'segue-odd-music-'));
      for (const [at, title] of [MARKUP, LONG, ''].entries()) await makeTrack(join(folder, `0${at} file.wav`), { title, seconds: 30 });
      // Such tags hold Latin letters alone; without one the file's name is the title.
      await makeTrack(join(folder, `${RTL}.wav`), { title: '', seconds: 30 });
      await makeTrack(join(folder, 'short.wav'), { title: SHORT, seconds: 2 });
      await makeTrack(join(folder, 'endless.wav'), { title: ENDLESS, seconds: 3 * 3_600 });
      const server = await startSolo({ MUSIC_DIR: folder, SEGUE_TRACKS: '8', SEGUE_SIMULATED: '0' }, { seeded: false });
      await use(server);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** A WAV of silence with a title: the file is as long as its sound, and takes no room, since nothing is written into it. */
async function makeTrack(path: string, { title, seconds }: { readonly title: string; readonly seconds: number }): Promise<void> {
  const text = Buffer.from(`${title}\0`);
  const padded = Buffer.concat([text, Buffer.alloc(text.length % 2)]);
  const info = Buffer.concat([Buffer.from('INFOINAM'), sizeOf(text.length), padded]);
  const bytes = seconds * RATE;
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(RATE, 4);
  format.writeUInt32LE(RATE, 8);
  format.writeUInt16LE(1, 12);
  format.writeUInt16LE(8, 14);
  const head = Buffer.concat([
    Buffer.from('WAVEfmt '),
    sizeOf(16),
    format,
    Buffer.from('LIST'),
    sizeOf(info.length),
    info,
    Buffer.from('data'),
    sizeOf(bytes),
  ]);
  await writeFile(path, Buffer.concat([Buffer.from('RIFF'), sizeOf(head.length + bytes), head]));
  const file = await openFile(path, 'r+');
  await file.truncate(8 + head.length + bytes);
  await file.close();
}

function sizeOf(bytes: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(bytes);
  return out;
}

/** Rows whose words reach over what stands beside them, or out of the page. */
const overlaps = (page: Page) =>
  page.evaluate(() => {
    const wrong: string[] = [];
    for (const row of document.querySelectorAll('[data-track-id]')) {
      // The grip stands in the number's place, and one of the two is not drawn.
      const drawn = [...row.children].filter((part) => getComputedStyle(part).opacity !== '0');
      const parts = drawn.map((part) => part.getBoundingClientRect()).filter(({ width, height }) => width > 0 && height > 0);
      for (const [i, a] of parts.entries()) {
        if (a.right > innerWidth + 1) wrong.push(`out of the page: ${row.textContent?.slice(0, 40)}`);
        for (const b of parts.slice(i + 1))
          if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
            wrong.push(`over each other: ${row.textContent?.slice(0, 40)}`);
      }
    }
    return wrong;
  });

const idOf = async (page: Page, title: string): Promise<string> =>
  (await rowsOf(page).filter({ hasText: title }).first().getAttribute('data-track-id')) ?? '';

test('titles of markup, from right to left, of 300 characters and of none: shown as text, and nothing overlaps', async ({ page, odd }) => {
  await open(page, odd.url);
  for (const title of [MARKUP, RTL, LONG.slice(0, 40), 'file']) await expect(rowsOf(page).filter({ hasText: title }).first()).toBeVisible();
  for (const size of [
    { width: 1440, height: 900 },
    { width: 900, height: 700 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    expect(await overlaps(page), `${size.width} wide`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${size.width} wide`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  // In the large player too, and in the line that says what was heard.
  await verbOf(page, await idOf(page, LONG.slice(0, 40)), 'Play now');
  await expect(page.getByTestId('player').getByRole('heading')).toContainText(LONG.slice(0, 40));
  await verbOf(page, await idOf(page, MARKUP), 'Pin');
  await heard(page);
  await expect(page.getByTestId('heard-line')).toContainText(MARKUP);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});

test('a cover that is missing is a plain tile', async ({ page, odd }) => {
  await page.route('**/covers/**', (route) => route.fulfill({ status: 404 }));
  await open(page, odd.url);
  const cover = rowsOf(page)
    .first()
    .getByRole('button', { name: /^Play:/ });
  await expect(cover.locator('img')).toHaveCount(0);
  const box = await cover.boundingBox();
  expect(box?.height).toBeGreaterThan(40);
});

test('a track of two seconds is heard out, and the next one follows; one of three hours says so, and is seeked in', async ({
  page,
  odd,
}) => {
  await open(page, odd.url);
  const player = page.getByTestId('player');
  const short = await idOf(page, SHORT);
  const next = await rowsOf(page).filter({ hasNotText: SHORT }).first().getAttribute('data-track-id');
  expect(next).toBeTruthy();
  await verbOf(page, short, 'Play now');
  await expect(player).toHaveAttribute('data-track-loaded', short);
  await expect(player).not.toHaveAttribute('data-track-loaded', short);
  await expect(player).toHaveAttribute('data-state', 'playing');

  await verbOf(page, await idOf(page, ENDLESS), 'Play now');
  await expect(player).toContainText('3:00:00');
  await expect(player).toHaveAttribute('data-state', 'playing');
  const seek = page.getByRole('slider', { name: 'Seek' });
  await seek.focus();
  for (let press = 0; press < 5; press++) await page.keyboard.press('PageUp');
  await page.keyboard.press('Tab');
  await expect.poll(async () => Number(await seek.inputValue())).toBeGreaterThan(3_600);
  await expect(player).toHaveAttribute('data-state', 'playing');
});
