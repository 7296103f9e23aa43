import { expect, heard, open, play, rowsOf, skip, test, untilLive } from './fixtures.ts';

// What a browser makes of the page alone, whichever setting it came from: one is enough.

test('a row is one tab stop, one region speaks, and the help says every key', async ({ listen: page }) => {
  const stops = await page.getByTestId('list').evaluate((list) => list.querySelectorAll('a[href], button:not([tabindex="-1"])').length);
  expect(stops).toBe(await rowsOf(page).count());
  // Next.js announces new pages from a shadow of its own.
  expect(await page.evaluate(() => document.querySelectorAll('[role="status"], [role="alert"], [aria-live]').length)).toBe(1);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await untilLive(page);
});

test('a menu opens, is walked and closes by keys, and gives the focus back', async ({ listen: page }) => {
  const more = rowsOf(page)
    .first()
    .getByRole('button', { name: /^More:/ });
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Play now', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Play next', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(more).toBeFocused();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('on a phone every button is large enough for a thumb', async ({ page, server }) => {
    await open(page, server.url);
    await play(page);
    // Until then rows may go while they are measured.
    await heard(page);
    const small = await page.locator('button:visible, nav a:visible').evaluateAll((buttons) =>
      buttons
        .map((button) => {
          const { width, height } = button.getBoundingClientRect();
          // Some reach further than they are drawn.
          const reach = getComputedStyle(button, '::after');
          const more = reach.position === 'absolute' ? Number.parseFloat(reach.height) || 0 : 0;
          return { name: button.getAttribute('aria-label') ?? button.textContent ?? '', width, height: Math.max(height, more) };
        })
        .filter(({ width, height }) => height < 43.5 || width < 43.5)
        .map(({ name, width, height }) => `${name}: ${Math.round(width)} x ${Math.round(height)}`),
    );
    expect(small).toEqual([]);
  });
});

for (const [how, spoil] of [
  [
    'forbidden',
    () => {
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        });
    },
  ],
  [
    'full',
    () => {
      Storage.prototype.setItem = () => {
        throw new DOMException('Quota exceeded.', 'QuotaExceededError');
      };
    },
  ],
] as const) {
  test(`a browser whose storage is ${how}: it plays, what is done is heard, and other pages have it`, async ({ page, server }) => {
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    await page.addInitScript(spoil);
    await open(page, server.url);
    await play(page);
    await skip(page);
    await heard(page);
    await page.getByRole('button', { name: 'Mute' }).click();
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await page.getByRole('link', { name: 'Listen', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Unmute' })).toBeVisible();
    await expect(page.getByTestId('heard-line')).toContainText('Heard your skip');
    await untilLive(page);
    expect(problems).toEqual([]);
  });
}

test('a page whose scripts come late is a page all the while', async ({ page, server }) => {
  let letThrough: () => void = () => {};
  const late = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    await late;
    await route.continue();
  });
  await page.goto(server.url, { waitUntil: 'commit' });
  await expect(rowsOf(page).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play', exact: true }).first()).toBeVisible();
  letThrough();
  await untilLive(page);
  await play(page);
});
