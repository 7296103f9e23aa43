import { expect, heard, open, play, skip, test, untilLive, yoursOf } from './fixtures.ts';

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

test('what was heard, what can be undone and what was put back is the same after a reload and in another tab', async ({
  listen: page,
  context,
  server,
}) => {
  await play(page);
  const skipped = (await page.getByTestId('player').getAttribute('data-track-loaded')) ?? '';
  await skip(page);
  await heard(page);
  const line = page.getByTestId('heard-line');
  await expect(line).toContainText('Heard your skip of');
  const said = await line.getByRole('paragraph').innerText();
  await page.reload();
  await expect(line.getByRole('paragraph')).toContainText(said.split(' The list has answered')[0] ?? said);
  await expect(line.getByRole('status')).toBeEmpty();
  // The HTML says it before anything listens to keys.
  await untilLive(page);
  await page.keyboard.press('Control+z');
  await expect.poll(() => yoursOf(page)).toEqual([skipped]);
  await heard(page);

  const other = await context.newPage();
  await open(other, server.url);
  await expect.poll(() => yoursOf(other)).toEqual([skipped]);
  await expect(other.getByTestId('heard-line')).toContainText('Taken back');
  await other.getByTestId('heard-line').getByRole('button', { name: 'Redo' }).click();
  await expect.poll(() => yoursOf(other)).toEqual([]);
  await expect.poll(() => yoursOf(page)).toEqual([]);
  await page.reload();
  await expect(line).toContainText('Heard again');
  await expect(line.getByRole('button', { name: 'Undo' })).toBeVisible();
});
