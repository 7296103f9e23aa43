import { expect, historyOf, open, play, test } from './fixtures.ts';

test('a browser that refuses the sound: the page shows Play, says so, teaches nothing, and plays by the next press', async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    const play = HTMLMediaElement.prototype.play;
    let refusals = 1;
    HTMLMediaElement.prototype.play = function () {
      return refusals-- > 0 ? Promise.reject(new DOMException('no sound before a gesture', 'NotAllowedError')) : play.call(this);
    };
  });
  await open(page, server.url);
  const player = page.getByTestId('player');
  await player.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(player).toHaveAttribute('data-state', 'paused');
  await expect(player.getByRole('alert')).toContainText('Press Play');
  await expect(player.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  expect(await page.getByTestId('list').getAttribute('data-last-sent')).toBe('');
  await play(page);
  await expect(player.getByRole('alert')).toHaveCount(0);
  await expect.poll(() => historyOf(page, server.url, 'play')).toHaveLength(1);
});
