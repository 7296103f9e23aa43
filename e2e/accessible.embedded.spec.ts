import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { startControlled } from './controlled.ts';
import { expect, heard, open, play, rowsOf, skip, statusOf, test, untilLive, verbOf } from './fixtures.ts';

// The report says what was found and where; a trace of axe at work would be slow and say nothing more.
test.use({ trace: 'off' });

/** What axe finds in both themes, each in a line. The themes differ in their colours and in nothing else. */
async function problemsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (theme === 'dark' ? axe : axe.withRules(['color-contrast'])).analyze();
    for (const { id, help, nodes } of violations)
      found.push(`${theme}: ${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }
  return found;
}

test.describe('axe finds nothing, in both themes', () => {
  test('in the player, its states, and what opens in it', async ({ listen: page, line, listenOverLine }) => {
    expect(await problemsOf(page), 'first visit').toEqual([]);
    await play(page);
    await skip(page);
    await heard(page);
    const first = rowsOf(page).first();
    await first.getByRole('button', { name: /^Pin/ }).click();
    await heard(page);
    await page.getByRole('button', { name: /^Hold the list/ }).click();
    const reason = rowsOf(page).first().locator('button[aria-expanded]').first();
    await reason.click();
    await rowsOf(page)
      .nth(1)
      .getByRole('button', { name: /^More:/ })
      .click();
    await expect(page.getByRole('menu')).toBeVisible();
    expect(await problemsOf(page), 'a held list, Yours next, an open reason, an open menu').toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('main').focus();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await problemsOf(page), 'the help').toEqual([]);
    line.set('cut');
    await expect(listenOverLine.getByTestId('heard-line')).toContainText('Offline');
    expect(await problemsOf(listenOverLine), 'offline').toEqual([]);
  });

  test('on every other page', async ({ listen: page, server }) => {
    await play(page);
    await skip(page);
    await heard(page);
    await rowsOf(page)
      .first()
      .getByRole('button', { name: /^Not this/ })
      .click();
    await untilLive(page);
    for (const [path, shown] of [
      ['/history', page.getByTestId('history')],
      ['/settings', page.getByTestId('blocks')],
      ['/settings/held', page.getByRole('heading', { name: 'What Segue holds on you' })],
      ['/taste', page.getByTestId('taste')],
      ['/search', page.getByRole('searchbox')],
      ['/search?q=a', page.getByTestId('results').locator('[data-track-id]').first()],
      ['/search?q=zzzzzzzz', page.getByText('Nothing found')],
      ['/dashboard', page.getByTestId('sentence')],
      ['/nowhere', page.getByRole('heading').first()],
    ] as const) {
      await page.goto(`${server.url}${path}`);
      await expect(shown).toBeVisible();
      expect(await problemsOf(page), path).toEqual([]);
    }
  });

  test('on a phone', async ({ page, server }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, server.url);
    await play(page);
    // Until then rows may go while they are looked for.
    await heard(page);
    await rowsOf(page).last().scrollIntoViewIfNeeded();
    await expect(page.getByTestId('mini-player')).toBeVisible();
    expect(await problemsOf(page)).toEqual([]);
  });

  test('in a page whose scripts never come: the list and its links are in the HTML', async ({ page, server }) => {
    await page.route('**/_next/static/**/*.js', (route) => route.abort());
    await page.goto(server.url);
    await expect(rowsOf(page).first().getByRole('link')).toBeVisible();
    expect(await problemsOf(page)).toEqual([]);
  });

  test('where the session has ended, and after it was renewed', async ({ page, context, server }) => {
    await context.addCookies([{ name: 'segue_session', value: 'of-a-server-long-gone', url: server.url }]);
    await page.goto(server.url);
    await expect(page.getByRole('heading', { name: 'Your session has ended' })).toBeVisible();
    expect(await problemsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Start again' }).click();
    await untilLive(page);
    await expect(rowsOf(page).first()).toBeVisible();
  });

  test('where a track cannot play', async ({ page, server }) => {
    await page.route('**/audio/**', (route) => route.abort());
    await open(page, server.url);
    await page.getByRole('button', { name: 'Play', exact: true }).first().click();
    await expect(page.getByText('This track cannot play right now')).toBeVisible();
    expect(await problemsOf(page)).toEqual([]);
  });

  test('where parts are away, gestures wait, and nothing is left to suggest', async ({ page, browser }) => {
    test.slow();
    const { url, control, stop } = await startControlled({ SEGUE_TRACKS: '4', SEGUE_SIMULATED: '1' });
    try {
      await open(page, url);
      const dashboard = await (await browser.newContext()).newPage();
      await dashboard.goto(`${url}/dashboard`);
      await expect(dashboard.getByTestId('sentence')).toBeVisible();
      expect(await problemsOf(dashboard), 'a dashboard with no data').toEqual([]);
      await control.ask({ do: 'deafen-log', deaf: true });
      const first = (await rowsOf(page).first().getAttribute('data-track-id')) ?? '';
      await verbOf(page, first, 'Not this');
      await expect(statusOf(page)).toContainText('New gestures cannot be stored right now');
      await expect(statusOf(page)).toContainText('1 gesture waiting');
      expect(await problemsOf(page), 'a gesture waits').toEqual([]);
      await expect(dashboard.getByRole('list', { name: 'Instances' })).toContainText(/^.*log.*does not answer/);
      await expect(dashboard.getByTestId('sentence')).toContainText('Not healthy: the log does not answer');
      expect(await problemsOf(dashboard), 'a dashboard with a part down').toEqual([]);
      await dashboard.context().close();
      await control.ask({ do: 'deafen-log', deaf: false });
      await untilLive(page);
      while ((await rowsOf(page).count()) > 0) {
        const id = (await rowsOf(page).first().getAttribute('data-track-id')) ?? '';
        await verbOf(page, id, 'Not this');
        await heard(page);
      }
      await expect(page.getByText('Nothing is left to suggest')).toBeVisible();
      expect(await problemsOf(page), 'nothing left').toEqual([]);
    } finally {
      await stop();
    }
  });
});
