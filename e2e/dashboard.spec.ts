import { expect, heard, play, skip, test } from './fixtures.ts';
import { bucketOf, stepIn } from './metrics-text.ts';

test('the dashboard sees what a listener in another window does, and tells nobody who it was', async ({
  listen: page,
  server,
  context,
}) => {
  const dashboard = await context.newPage();
  const problems: string[] = [];
  dashboard.on('pageerror', (error) => problems.push(String(error)));
  await dashboard.goto(`${server.url}/dashboard`);
  const sentence = dashboard.getByTestId('sentence');
  await expect(sentence).toContainText(/gesture/i, { timeout: 20_000 });
  await expect(sentence).not.toContainText('Not healthy');

  await page.bringToFront();
  await play(page);
  for (let i = 0; i < 3; i++) await skip(page);
  await dashboard.bringToFront();
  const real = dashboard.getByRole('button', { name: /^Real/ });
  await expect(real).toBeVisible({ timeout: 20_000 });
  await expect(real).toHaveAttribute('aria-pressed', 'true');
  await expect(dashboard.getByRole('region', { name: 'By step' })).toContainText('rank');
  await expect(dashboard.getByRole('region', { name: 'Lag by partition' })).toContainText('listens-0');
  // Of so few gestures nothing is hot, and under a hundred samples there is no p99.
  await expect(dashboard.getByRole('region', { name: 'Hotspots' })).toContainText(/Too quiet for a hot spot: \d+ gestures/);
  await expect(dashboard.getByRole('region', { name: /^Gesture/ })).toContainText('too few for a p99');
  expect(problems).toEqual([]);
});

test('[L11] a dashboard whose server has gone says how old its figures are, and finds it again', async ({ page, line }) => {
  await page.goto(`http://127.0.0.1:${line.port}/dashboard`);
  await expect(page.getByText(/All figures: last 5 min/)).toBeVisible({ timeout: 20_000 });
  line.set('cut');
  await expect(page.getByText(/No news: what you see is from/)).toBeVisible({ timeout: 20_000 });
  const sentence = page.getByTestId('sentence');
  await expect(sentence).toContainText(/^No news for \d+ s\. Last heard: /, { timeout: 20_000 });
  await expect(sentence).toHaveAttribute('data-healthy', 'false');
  line.set('fair');
  await expect(page.getByText(/All figures: last 5 min/)).toBeVisible({ timeout: 20_000 });
  await expect(sentence).not.toContainText('No news');
});

test("the dashboard's counts are those of every instance's /metrics, summed, and its middles lie within a bucket of theirs", async ({
  listen: page,
  server,
  context,
}) => {
  await play(page);
  for (let i = 0; i < 4; i++) {
    await skip(page);
    await heard(page);
  }
  const dashboard = await context.newPage();
  await dashboard.goto(`${server.url}/dashboard`);
  // All that was counted since the server began, as its metrics are.
  await dashboard.getByRole('combobox', { name: 'last' }).selectOption('3600');
  await expect(dashboard.getByText(/All figures: last 1 h/)).toBeVisible();
  await dashboard.getByRole('button', { name: /^Real/ }).click();
  for (const step of ['append', 'learn', 'rank', 'paint'])
    await expect(async () => {
      const [, p50 = '', , , n = ''] = await dashboard
        .getByRole('region', { name: 'By step' })
        .getByRole('row')
        .filter({ has: dashboard.getByRole('rowheader', { name: step, exact: true }) })
        .locator('th, td')
        .allInnerTexts();
      const said = await stepIn(server, step);
      expect(Number(n.replaceAll(',', ''))).toBe(said.n);
      const [from, to] = bucketOf(said, 0.5);
      const middle = Number.parseFloat(p50) * (p50.endsWith(' s') ? 1_000 : 1);
      // What the page shows is rounded to two figures.
      expect(middle).toBeGreaterThanOrEqual(from * 0.95);
      expect(middle).toBeLessThanOrEqual(to * 1.05);
    }).toPass({ timeout: 30_000 });
});

test('[L11] a dashboard left open lives through a restart of the server, with no help and no error', async ({ page, server }) => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${server.url}/dashboard`);
  await expect(page.getByText(/All figures: last 5 min/)).toBeVisible({ timeout: 20_000 });
  await server.restart('SIGTERM');
  await expect(page.getByText(/All figures: last 5 min/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: /^Probe/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('sentence')).not.toContainText('Not healthy', { timeout: 30_000 });
  expect(problems).toEqual([]);
});
