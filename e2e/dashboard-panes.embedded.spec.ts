import type { Locator, Page } from '@playwright/test';
import { test as base, expect, heard, open, play, skip } from './fixtures.ts';
import { gaugesIn } from './metrics-text.ts';
import { type Server, SMALL } from './server.ts';
import { startSolo } from './solo.ts';

/** A server on which a ranker is tried in everybody's list. */
const test = base.extend<object, { readonly trying: Server }>({
  trying: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use) => {
      const server = await startSolo({ ...SMALL, SEGUE_EXPERIMENT: 'order=draft:logistic', SEGUE_EXPERIMENT_AFTER: '0' });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** Somebody who skips, and a dashboard beside them that shows what people do. */
async function listenAndWatch(page: Page, url: string, skips: number): Promise<Page> {
  await open(page, url);
  await play(page);
  for (let i = 0; i < skips; i++) {
    await skip(page);
    await heard(page);
  }
  const dashboard = await page.context().newPage();
  await dashboard.goto(`${url}/dashboard`);
  await dashboard.getByRole('button', { name: /^Real/ }).click();
  return dashboard;
}

const cellsOf = (row: Locator): Promise<string[]> => row.locator('th, td').allInnerTexts();

test('rankers in shadow: the same losses, areas and counts as in /metrics, best first', async ({ page, trying }) => {
  const pane = (await listenAndWatch(page, trying.url, 7)).getByRole('region', { name: 'Rankers in shadow' });
  await expect(async () => {
    const rows = await Promise.all((await pane.getByRole('row').all()).slice(1).map(cellsOf));
    const losses = await gaugesIn(trying, 'segue_ranker_log_loss', { origin: 'person' });
    const areas = await gaugesIn(trying, 'segue_ranker_auc', { origin: 'person' });
    const outcomes = await gaugesIn(trying, 'segue_ranker_outcomes', { origin: 'person' });
    expect(losses.length).toBeGreaterThan(5);
    const wanted = losses
      .map(({ labels: { ranker = '' }, value }) => {
        const area = areas.find(({ labels }) => labels['ranker'] === ranker)?.value;
        return { ranker, loss: value, area: area === undefined ? '–' : area.toFixed(3) };
      })
      .sort((a, b) => a.loss - b.loss || (a.ranker < b.ranker ? -1 : 1))
      .map(({ ranker, loss, area }) => [ranker === 'serving' ? 'what serves' : ranker.replaceAll('-', ' '), loss.toFixed(3), area]);
    expect(rows).toEqual(wanted);
    await expect(pane).toContainText(`n ${outcomes[0]?.value}, too few to tell them apart`, { timeout: 1 });
  }).toPass({ timeout: 40_000 });
});

test('an experiment: who counted in it, and the mean, as /metrics has them', async ({ page, trying }) => {
  const pane = (await listenAndWatch(page, trying.url, 5)).getByRole('region', { name: 'Experiments' });
  await expect(pane).toContainText('order: logistic, drafted into every list');
  const counted = async () =>
    (await gaugesIn(trying, 'segue_experiment_listeners', { origin: 'person', arm: 'preference' }))[0]?.value ?? 0;
  // A row that neither side drafted, one of exploration say, speaks for nobody: who counts after how many skips is open.
  await expect(async () => {
    if ((await counted()) > 0) return;
    await skip(page);
    await heard(page);
    await expect.poll(counted, { timeout: 3_000 }).toBeGreaterThan(0);
  }).toPass({ timeout: 120_000 });
  await expect(async () => {
    const listeners = await counted();
    const [sum] = await gaugesIn(trying, 'segue_experiment_sum', { origin: 'person', arm: 'preference' });
    const mean = (sum?.value ?? 0) / listeners;
    const drafted = pane.getByRole('listitem').filter({ hasText: 'both drafted' });
    expect((await drafted.innerText()).replace(/\s+/g, ' ')).toBe(`both drafted ${mean.toFixed(2)} n ${listeners}`);
  }).toPass({ timeout: 40_000 });
});

test('features: word for word what /api/features tells this listener', async ({ page, trying }) => {
  const dashboard = await listenAndWatch(page, trying.url, 2);
  const pane = dashboard.getByRole('region', { name: 'Features' });
  await expect(pane).toContainText('your own, now');
  await expect(async () => {
    const { features } = (await (await dashboard.request.get(`${trying.url}/api/features`)).json()) as {
      features: { title: string; says: string }[];
    };
    expect(features.length).toBeGreaterThan(10);
    const [titles, says] = [await pane.locator('dt').allInnerTexts(), await pane.locator('dd').allInnerTexts()];
    expect(titles.map((title, i) => `${title}: ${says[i]}`)).toEqual(features.map(({ title, says }) => `${title}: ${says}`));
  }).toPass({ timeout: 30_000 });
});
