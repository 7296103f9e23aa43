import type { Page } from '@playwright/test';
import { expect, heard, play, rowsOf, skip, test } from './fixtures.ts';

const mapOf = (page: Page) => page.getByTestId('map');
const ringAt = async (page: Page) => {
  const ring = page.getByTestId('you');
  return { x: Number(await ring.getAttribute('data-x')), y: Number(await ring.getAttribute('data-y')) };
};
const changes = (page: Page) => page.getByTestId('taste').getByRole('listitem').allInnerTexts();

test('the first picture: a map, a ring amid everyone, bars; and the first like moves all of it', async ({ listen: page }) => {
  await expect(mapOf(page)).toHaveAttribute('data-state', 'drawn');
  await expect(mapOf(page).getByRole('img', { name: /genres/ })).toBeVisible();
  const start = await ringAt(page);
  const bars = await changes(page);
  expect(bars.length).toBeGreaterThanOrEqual(4);
  expect(bars.join()).not.toMatch(/[+−]\d/);
  await play(page);
  await page.getByTestId('player').getByRole('button', { name: 'Like', exact: true }).click();
  await heard(page);
  await expect.poll(() => ringAt(page)).not.toEqual(start);
  expect((await changes(page)).join()).toMatch(/\+\d+ %/);
  await skip(page);
  await heard(page);

  // The visit goes on over another page and a reload: the change is still that since it began, and the trail is there.
  await expect.poll(() => page.evaluate(() => JSON.parse(sessionStorage.getItem('segue-visit') ?? '{}').trail?.length)).toBeGreaterThan(1);
  await page.getByRole('link', { name: 'Search', exact: true }).click();
  await page.getByRole('link', { name: 'Listen', exact: true }).click();
  await expect.poll(async () => (await changes(page)).join()).toMatch(/\+\d+ %/);
  await page.reload();
  await expect(mapOf(page)).toHaveAttribute('data-state', 'drawn');
  await expect.poll(async () => (await changes(page)).join()).toMatch(/\+\d+ %/);
  await expect(mapOf(page).locator('path')).toHaveAttribute('d', /^M.*C/);
});

test('whoever is drawn at the wrong place drags the ring, or says where to by a menu: both teach, and can be taken back', async ({
  listen: page,
}) => {
  await expect(mapOf(page)).toHaveAttribute('data-state', 'drawn');
  const heardLine = page.getByTestId('heard-line');
  await page.getByRole('button', { name: 'Move yourself on the map' }).click();
  const towards = page.getByRole('menuitem', { name: /^Towards / }).first();
  const genre = (await towards.innerText()).replace('Towards ', '');
  await towards.click();
  await heard(page);
  await expect(heardLine).toContainText(`more ${genre}`);
  await heardLine.getByRole('button', { name: 'Undo' }).click();
  await heard(page);

  const ring = page.getByTestId('you');
  const box = (await ring.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const map = (await mapOf(page).boundingBox()) ?? box;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(map.x + map.width * 0.9, map.y + map.height * 0.5, { steps: 5 });
  expect((await ringAt(page)).x).toBeGreaterThan(200);
  await page.mouse.up();
  await heard(page);
  await expect(heardLine).toContainText('Heard: more like');
  // A press that moves nothing teaches nothing.
  const sent = await page.getByTestId('list').getAttribute('data-last-sent');
  await ring.click();
  expect(await page.getByTestId('list').getAttribute('data-last-sent')).toBe(sent);
});

test('history takes back any gesture of the visit, what it keeps and what it does not', async ({ listen: page, server }) => {
  const pinned = (await rowsOf(page).nth(2).getByRole('link').first().innerText()).trim();
  await rowsOf(page).nth(2).getByRole('button', { name: /^Pin/ }).click();
  await heard(page);
  await expect(page.getByTestId('yours')).toBeVisible();
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await page
    .getByTestId('visit')
    .getByRole('button', { name: `Undo: Pinned, ${pinned}` })
    .click();
  await expect(page.getByTestId('visit').getByRole('button', { name: `Redo: Pinned, ${pinned}` })).toBeVisible();
  await page.getByRole('link', { name: 'Listen', exact: true }).click();
  await expect(page.getByTestId('list')).toBeVisible();
  await expect(page.getByTestId('yours')).toHaveCount(0);
  await expect.poll(async () => (await (await page.request.get(`${server.url}/api/slate`)).json()).yours).toEqual([]);
});
