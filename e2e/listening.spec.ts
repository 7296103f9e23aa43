import { expect, idsOf, play, rowsOf, test } from './fixtures.ts';

test('first visit: the list stands in the first HTML, and plays by one press', async ({ page, solo, request }) => {
  const html = await (await request.get(solo.url)).text();
  expect(html.match(/<li[^>]*data-track-id/g)?.length).toBeGreaterThanOrEqual(10);
  await page.goto(solo.url);
  await play(page);
});

test('a skip re-orders the list, with reasons, and says what it heard', async ({ listen: page }) => {
  await play(page);
  const before = await idsOf(page);
  const playing = await page.getByTestId('player').getByRole('heading').first().innerText();
  await page.getByRole('button', { name: 'Skip', exact: true }).first().click();
  await expect(page.getByTestId('heard-line')).toContainText(`Heard your skip of ${playing}`);
  await expect.poll(() => idsOf(page)).not.toEqual(before);
  for (const row of await rowsOf(page).all()) await expect(row).toHaveAttribute('data-reason-kind', /^[a-z-]+$/);
});

test('[L5] what was blocked is gone at once and stays away', async ({ listen: page }) => {
  const row = rowsOf(page).nth(1);
  const id = await row.getAttribute('data-track-id');
  await row.hover();
  await row
    .getByRole('button', { name: /^Not this/ })
    .first()
    .click();
  await expect(page.locator(`[data-testid=list] [data-track-id="${id}"]`)).toHaveCount(0);
  await expect(page.getByTestId('heard-line')).toContainText('Undo');
  await page.reload();
  await expect(page.getByTestId('list')).toBeVisible();
  await expect(page.locator(`[data-track-id="${id}"]`)).toHaveCount(0);
});

test('two tabs are one listener', async ({ listen: page, context, solo }) => {
  const other = await context.newPage();
  await other.goto(solo.url);
  await expect(other.getByTestId('list')).toBeVisible();
  await expect(other.getByText('Live', { exact: true })).toBeVisible();
  const row = rowsOf(page).nth(2);
  const id = await row.getAttribute('data-track-id');
  await row.hover();
  await row
    .getByRole('button', { name: /^Not this/ })
    .first()
    .click();
  await expect(other.locator(`[data-testid=list] [data-track-id="${id}"]`)).toHaveCount(0);
});
