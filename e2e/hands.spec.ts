import type { Page } from '@playwright/test';
import { block, expect, heard, idsOf, play, rowsOf, skip, test, untilLive, verbOf, yoursOf } from './fixtures.ts';

interface TrackCard {
  readonly trackId: string;
  readonly artist: string;
  readonly artistId: string;
}

/** Everything that stands on the page at one moment. */
const shown = (page: Page) =>
  page.evaluate(() => {
    const list = document.querySelector<HTMLElement>('[data-testid="list"]');
    const idsIn = (root: Element | null) =>
      [...(root?.querySelectorAll<HTMLElement>('[data-track-id]') ?? [])].map((row) => row.dataset['trackId']);
    const [, taste = 0, view = 0] = (list?.dataset['revision'] ?? '').split('.').map(Number);
    return { yours: idsIn(document.querySelector('[data-testid="yours"]')), rows: idsIn(list), taste, view };
  });

test('[L6] what is liked, pinned and queued holds through fifty re-orders', async ({ listen: page, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await play(page);
  const like = page.getByTestId('player').getByRole('button', { name: 'Like', exact: true });
  const liked = (await page.getByTestId('player').getAttribute('data-track-loaded')) ?? '';
  await like.click();
  await expect(like).toHaveAttribute('aria-pressed', 'true');
  await skip(page);
  // That it plays is a gesture too, and comes with the first sound: rows may go until then.
  await expect(page.getByTestId('player')).toHaveAttribute('data-state', 'playing');
  await heard(page);
  await page.getByTestId('player').getByRole('button', { name: 'Pause' }).click();
  const [, , , pinned = ''] = await idsOf(page);
  await page.locator(`[data-track-id="${pinned}"]`).getByRole('button', { name: /^Pin/ }).click();
  await heard(page);
  const [, , , , queued = ''] = await idsOf(page);
  await verbOf(page, queued, 'Play next');
  await heard(page);
  await expect.poll(() => yoursOf(page)).toEqual([queued, pinned]);

  const slider = page.getByRole('slider', { name: 'Calm to energy' });
  const orders = new Set<string>();
  let revision = 0;
  for (let change = 0; change < 50; change++) {
    // From the middle to one end, to the other, and so on: each press moves it.
    await slider.press(Math.floor((change + 5) / 10) % 2 === 0 ? 'PageUp' : 'PageDown');
    await heard(page);
    const { yours, rows, taste, view } = await shown(page);
    expect(yours).toEqual([queued, pinned]);
    expect(rows).not.toContain(queued);
    expect(rows).not.toContain(pinned);
    orders.add(rows.join());
    // [L4] Never back.
    expect(taste + view).toBeGreaterThanOrEqual(revision);
    revision = taste + view;
  }
  expect(orders.size, 'orders that differ').toBeGreaterThan(5);
  await page.reload();
  await untilLive(page);
  expect(await yoursOf(page)).toEqual([queued, pinned]);
  expect(await (await page.request.get(`${server.url}/api/likes`)).text()).toContain(`"${liked}"`);
});

test('undo: with nothing in between the old order is back, row for row, and redo does it again', async ({ listen: page }) => {
  const heardLine = page.getByTestId('heard-line');
  const slider = page.getByRole('slider', { name: 'Calm to energy' });
  const before = await idsOf(page);
  await slider.press('End');
  await heard(page);
  const after = await idsOf(page);
  expect(after).not.toEqual(before);
  await heardLine.getByRole('button', { name: 'Undo' }).click();
  await heard(page);
  expect(await idsOf(page)).toEqual(before);
  expect(await slider.inputValue()).toBe('0.5');
  await heardLine.getByRole('button', { name: 'Redo' }).click();
  await heard(page);
  expect(await idsOf(page)).toEqual(after);
});

test('an undone block is no block any more: here, in settings, and for the list', async ({ listen: page, server }) => {
  const blocked = await block(page, 3);
  await heard(page);
  await page.getByTestId('heard-line').getByRole('button', { name: 'Undo' }).click();
  await heard(page);
  await expect(page.getByTestId('heard-line')).toContainText('Taken back');
  await expect.poll(async () => (await page.request.get(`${server.url}/api/blocks`)).text()).not.toContain(blocked);
  await page.goto(`${server.url}/settings`);
  await expect(page.getByText('Nothing is blocked.')).toBeVisible();
});

test('[L5] not this artist: all of theirs goes at once and stays away, until settings take it back', async ({ listen: page, server }) => {
  const row = rowsOf(page).nth(2);
  const id = (await row.getAttribute('data-track-id')) ?? '';
  const { artist, artistId } = (await (await page.request.get(`${server.url}/api/tracks/${id}`)).json()) as TrackCard;
  const found = await page.request.get(`${server.url}/api/search?q=${encodeURIComponent(artist)}&limit=50`);
  const { tracks } = (await found.json()) as { tracks: TrackCard[] };
  const theirs = tracks.filter((track) => track.artistId === artistId).map(({ trackId }) => trackId);
  expect(theirs).toContain(id);
  await verbOf(page, id, 'Not this artist');
  const ofTheirs = async () => (await idsOf(page)).filter((one) => theirs.includes(one));
  await expect.poll(ofTheirs).toEqual([]);
  await heard(page);
  expect(await ofTheirs()).toEqual([]);
  for (let change = 0; change < 3; change++) {
    await rowsOf(page)
      .first()
      .getByRole('button', { name: /^Not this/ })
      .click();
    await heard(page);
    expect(await ofTheirs()).toEqual([]);
  }
  await page.goto(`${server.url}/settings`);
  const unblock = page.getByTestId('blocks').getByRole('button', { name: `Unblock: ${artist}` });
  await unblock.click();
  await expect(unblock).toHaveCount(0);
  await expect.poll(async () => (await page.request.get(`${server.url}/api/blocks`)).text()).not.toContain(artist);
});

test('a slider: the list follows while it moves and nothing is taught; letting go teaches once, and it stays there', async ({
  listen: page,
}) => {
  const before = await idsOf(page);
  const revision = await page.getByTestId('list').getAttribute('data-revision');
  const slider = page.getByRole('slider', { name: 'Calm to energy' });
  const box = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
  await page.mouse.move(...at(0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.95), { steps: 4 });
  await expect.poll(() => idsOf(page)).not.toEqual(before);
  expect(await page.getByTestId('list').getAttribute('data-last-sent')).toBe('');
  await page.mouse.up();
  await heard(page);
  expect(await page.getByTestId('list').getAttribute('data-revision')).not.toBe(revision);
  await expect(page.getByTestId('heard-line')).toContainText('Heard your sliders');
  const value = Number(await slider.inputValue());
  expect(value).toBeGreaterThan(0.8);
  await page.reload();
  await untilLive(page);
  expect(Number(await slider.inputValue())).toBe(value);
});
