import { expect, open, play, test } from './fixtures.ts';

test('one tab sounds: play in a second pauses the first, and both show the same', async ({ listen: page, context, server }) => {
  await play(page);
  const player = page.getByTestId('player');
  const track = (await player.getAttribute('data-track-loaded')) ?? '';
  const other = await context.newPage();
  await open(other, server.url);
  const otherPlayer = other.getByTestId('player');
  await expect(otherPlayer).toHaveAttribute('data-track-loaded', track);
  await expect(otherPlayer).toContainText('Playing in another tab');
  await play(other);
  await expect(player).toHaveAttribute('data-state', 'paused');
  await expect(player).toContainText('Playing in another tab');
  await other.getByRole('button', { name: 'Skip', exact: true }).first().click();
  await expect(otherPlayer).not.toHaveAttribute('data-track-loaded', track);
  const next = (await otherPlayer.getAttribute('data-track-loaded')) ?? '';
  await expect(player).toHaveAttribute('data-track-loaded', next);
  await expect(player).toHaveAttribute('data-state', 'paused');
});

test('after a reload everything is back, paused where it was', async ({ listen: page }) => {
  await play(page);
  const seek = page.getByRole('slider', { name: 'Seek' });
  await seek.focus();
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await expect.poll(async () => Number(await seek.inputValue())).toBeGreaterThanOrEqual(20);
  const player = page.getByTestId('player');
  const track = (await player.getAttribute('data-track-loaded')) ?? '';
  await page.reload();
  await expect(player).toHaveAttribute('data-track-loaded', track);
  await expect(player).toHaveAttribute('data-state', 'paused');
  expect(Number(await seek.inputValue())).toBeGreaterThanOrEqual(20);
  await play(page);
  await expect(player).toHaveAttribute('data-track-loaded', track);
});
