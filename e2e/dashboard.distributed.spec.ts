import { expect, test } from './fixtures.ts';

test('a worker that has stopped speaking is named', async ({ page, server }) => {
  await page.goto(`${server.url}/dashboard`);
  const instances = page.getByRole('list', { name: 'Instances' });
  await expect(instances).toContainText('worker 2', { timeout: 20_000 });
  const worker = server.workers[0];
  worker?.kill('SIGSTOP');
  try {
    await expect(instances).toContainText(/worker-\S+ not heard from for \d+ s/, { timeout: 30_000 });
    await expect(page.getByTestId('sentence')).toContainText(/was not heard from for \d+ s/);
  } finally {
    worker?.kill('SIGCONT');
  }
  await expect(instances).not.toContainText('not heard from', { timeout: 60_000 });
});
