import { expect, test } from './fixtures.ts';
import { startOtherSite } from './other-site.ts';

test('the SDK on another page: a token, the list, a gesture that re-orders it', async ({ page, server, otherPort }) => {
  const site = await startOtherSite({ port: otherPort, segue: server.url });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(site.url);
  await expect(page.getByRole('status')).toHaveText('live');
  const rows = page.getByRole('list', { name: 'Up next' }).getByRole('listitem');
  await expect(rows).toHaveCount(20);
  const before = await rows.allInnerTexts();
  await page
    .getByRole('button', { name: /^Like / })
    .nth(4)
    .click();
  await expect.poll(() => rows.allInnerTexts()).not.toEqual(before);
  await page.reload();
  await expect(page.getByRole('status')).toHaveText('live');
  await expect(rows.first()).toBeVisible();
  expect(problems).toEqual([]);
  await site.stop();
});

test('[L7] a page whose origin is not named gets neither socket nor session', async ({ page, server, otherPort }) => {
  const site = await startOtherSite({ port: otherPort, segue: server.url });
  // The same server by another name is another origin.
  await page.goto(site.url.replace('//localhost', '//127.0.0.1'));
  await expect(page.getByRole('listitem')).toHaveCount(0);
  await expect(page.getByRole('status')).not.toHaveText('live');
  await site.stop();
});
