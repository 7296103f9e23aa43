import { expect, heard, idsOf, play, skip, test, untilLive } from './fixtures.ts';

test('hold the list: it stands still, counts what waits, obeys the hand, and moves when it is let go', async ({ listen: page }) => {
  await play(page);
  const hold = page.getByRole('button', { name: /^Hold the list/ });
  await hold.click();
  const before = await idsOf(page);
  await page.getByRole('button', { name: 'Like', exact: true }).first().click();
  await expect(hold).toContainText(/\d+ changes? waiting/);
  expect(await idsOf(page)).toEqual(before);
  await skip(page);
  await expect(page.getByTestId('player')).toHaveAttribute('data-track-loaded', before[0] ?? '');
  // What plays leaves the list, and nothing else moves.
  await expect.poll(() => idsOf(page)).toEqual(before.slice(1));
  await hold.click();
  await expect(hold).toHaveAttribute('aria-pressed', 'false');
  await untilLive(page);
  expect(await idsOf(page)).not.toEqual(before.slice(1));
});

test('an undone skip stands on top of Yours next, sounds again from where it was, and can be skipped again', async ({ listen: page }) => {
  await play(page);
  const player = page.getByTestId('player');
  const skipped = (await player.getAttribute('data-track-loaded')) ?? '';
  await page.getByRole('slider', { name: 'Seek' }).focus();
  for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await expect(player).toHaveAttribute('data-state', 'playing');
  await skip(page);
  await heard(page);
  const playing = await player.getAttribute('data-track-loaded');
  await page.keyboard.press('Control+z');
  const yours = page.getByTestId('yours').locator('[data-track-id]');
  await expect(yours.first()).toHaveAttribute('data-track-id', skipped);
  await expect(page.getByTestId('heard-line')).toContainText('Taken back');
  // It interrupts nothing.
  await expect(player).toHaveAttribute('data-track-loaded', playing ?? '');
  await page.getByTestId('heard-line').getByRole('button', { name: 'Redo' }).click();
  await expect(yours).toHaveCount(0);
  await expect(page.getByTestId('heard-line')).toContainText('Heard again');
  await page.keyboard.press('Control+z');
  await expect(yours.first()).toHaveAttribute('data-track-id', skipped);
  await skip(page);
  await expect(player).toHaveAttribute('data-track-loaded', skipped);
  await expect.poll(async () => Number(await page.getByRole('slider', { name: 'Seek' }).inputValue())).toBeGreaterThanOrEqual(25);
});
