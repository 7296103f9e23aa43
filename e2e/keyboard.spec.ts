import type { Page } from '@playwright/test';
import { expect, heard, idsOf, open, playingTitle, test, verbOf, yoursOf } from './fixtures.ts';

/** What has the focus: the row that it is in, and its accessible name. */
const focus = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null;
    return {
      row: at?.closest<HTMLElement>('[data-track-id]')?.dataset['trackId'] ?? null,
      name: at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '',
      tag: at?.tagName ?? '',
    };
  });

/** What became of the focused row since `watchFocus`. */
interface FocusSeen {
  /** The row that has the focus, by its track. */
  readonly row: string;
  /** Rows that had it and went. */
  readonly left: readonly string[];
  /** What must not be: a row moved or made anew while it is listed, or a focus that went to another than the next. */
  readonly wrong: readonly string[];
}

/**
 * Follows the focused row of the living list through every change of the list: as long as its track is listed, the very
 * node stays where it is and keeps the focus; once it is not, the focus is in the row that stands in its place.
 */
async function watchFocus(page: Page): Promise<void> {
  await page.evaluate(() => {
    const list = document.querySelector('[data-testid="list"]');
    const rowOf = (element: Element | null) => element?.closest<HTMLElement>('[data-track-id]') ?? null;
    const idOf = (row: Element | null) => (row as HTMLElement | null)?.dataset['trackId'] ?? '';
    let row = rowOf(document.activeElement);
    if (!list || !row || row.parentElement !== list) throw new Error('the focus is not in the list');
    let place = [...list.children].indexOf(row);
    const seen = { row: idOf(row), left: [] as string[], wrong: [] as string[] };
    Object.assign(window, { focusSeen: seen });
    // Called after each commit as a whole, when the focus has gone where it goes.
    new MutationObserver((changes) => {
      const id = idOf(row);
      const listed = [...list.children].find((one) => idOf(one) === id);
      const touched = changes.some(({ removedNodes }) => [...removedNodes].includes(row as Node));
      const at = rowOf(document.activeElement);
      if (listed) {
        if (listed !== row) seen.wrong.push(`${id} is listed and was made anew`);
        else if (touched) seen.wrong.push(`${id} is listed and was moved`);
        if (at !== row) seen.wrong.push(`${id} is listed and the focus is in ${idOf(at) || document.activeElement?.tagName}`);
      } else {
        const next = list.children[Math.min(place, list.children.length - 1)] ?? null;
        if (at !== next)
          seen.wrong.push(`${id} went and the focus is in ${idOf(at) || document.activeElement?.tagName}, not ${idOf(next)}`);
        seen.left.push(id);
        row = at;
      }
      place = row ? [...list.children].indexOf(row) : -1;
      seen.row = idOf(row);
    }).observe(list, { childList: true });
  });
}

/** With the row that has the focus at that very moment: between two readings the list may change again. */
const focusSeen = (page: Page): Promise<FocusSeen & { readonly at: string | null }> =>
  page.evaluate(() => ({
    ...(window as unknown as { readonly focusSeen: FocusSeen }).focusSeen,
    at: document.activeElement?.closest<HTMLElement>('[data-track-id]')?.dataset['trackId'] ?? null,
  }));

/** Presses Tab until the focus is in the list's first row. */
async function tabToList(page: Page): Promise<number> {
  const first = (await idsOf(page))[0];
  for (let stops = 1; stops <= 40; stops++) {
    await page.keyboard.press('Tab');
    if ((await focus(page)).row === first) return stops;
  }
  throw new Error('forty stops, and the list was not among them');
}

test('keyboard only: play, skip, walk the list, act on a row, undo, and never lose the focus', async ({
  listen: page,
  server,
  context,
}) => {
  const player = page.getByTestId('player');
  // The first stop leads past the ways to other pages.
  await page.keyboard.press('Tab');
  expect((await focus(page)).name).toBe('Go to the content');
  await page.keyboard.press('Enter');
  expect((await focus(page)).tag).toBe('MAIN');
  await page.keyboard.press('Space');
  await expect(player).toHaveAttribute('data-state', 'playing');
  const title = await playingTitle(page);
  await page.keyboard.press('n');
  await heard(page);
  expect(await playingTitle(page)).not.toBe(title);
  await expect(player).toHaveAttribute('data-state', 'playing');
  // Its first sound is a gesture too, and re-orders the list that is walked next.
  await heard(page);

  expect(await tabToList(page)).toBeLessThan(25);
  // A row is one stop: the next Tab is in the next row.
  const ids = await idsOf(page);
  await page.keyboard.press('Tab');
  expect((await focus(page)).row).toBe(ids[1]);
  await page.keyboard.press('ArrowDown');
  expect((await focus(page)).row).toBe(ids[2]);
  for (let step = 0; step < 8 && !(await focus(page)).name.startsWith('Not this'); step++) await page.keyboard.press('ArrowRight');
  expect((await focus(page)).name).toMatch(/^Not this/);

  // What another tab does moves the others round the row that has the focus: its node stays, and so does the focus. On a
  // slow machine what was shown meanwhile may take the row off the list: then the focus goes to the one in its place.
  await watchFocus(page);
  const other = await context.newPage();
  await open(other, server.url);
  await verbOf(other, ids[0] ?? '', 'Pin');
  await expect.poll(() => yoursOf(page)).toEqual([ids[0]]);
  const moved = await focusSeen(page);
  expect(moved.wrong).toEqual([]);
  expect(moved.at).toBe(moved.row);

  // Blocked in the other tab, it goes: the focus goes to the row that takes its place. Both show the same list by then.
  await expect.poll(async () => (await idsOf(other)).includes((await focus(page)).row ?? '')).toBe(true);
  const blockedThere = (await focus(page)).row ?? '';
  await verbOf(other, blockedThere, 'Not this');
  await expect.poll(() => idsOf(page)).not.toContain(blockedThere);
  const gone = await focusSeen(page);
  expect(gone.wrong).toEqual([]);
  expect(gone.left).toContain(blockedThere);
  expect(gone.at).toBe(gone.row);

  // Blocked here, beside the other tab: the same, and there it goes too.
  for (let step = 0; step < 8 && !(await focus(page)).name.startsWith('Not this'); step++) await page.keyboard.press('ArrowRight');
  const blocked = (await focus(page)).row ?? '';
  expect(blocked).not.toBe(blockedThere);
  await page.keyboard.press('Enter');
  await heard(page);
  expect(await idsOf(page)).not.toContain(blocked);
  await expect.poll(() => idsOf(other)).not.toContain(blocked);
  const seen = await focusSeen(page);
  expect(seen.wrong).toEqual([]);
  expect(seen.left).toContain(blocked);
  expect(seen.at).toBe(seen.row);
  await other.close();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('heard-line')).toContainText('Taken back');
  await expect.poll(async () => (await page.request.get(`${server.url}/api/blocks`)).text()).not.toContain(blocked);
});
