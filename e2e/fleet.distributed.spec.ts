import { block, expect, historyOf, idsOf, play, playingTitle, skip, test, untilLive } from './fixtures.ts';

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  const drains = signal === 'SIGTERM' ? ' [L9]' : '';
  test(`[L2]${drains} [L11] a worker that ends by ${signal} leaves its listeners to the other, and comes back`, async ({
    listen: page,
    server,
  }) => {
    await play(page);
    const [first, second] = server.workers;
    const titles: string[] = [];
    const skipAndSee = async () => {
      const before = await idsOf(page);
      titles.unshift(await playingTitle(page));
      await skip(page);
      await expect.poll(() => idsOf(page), { timeout: 20_000 }).not.toEqual(before);
    };
    await skipAndSee();
    first?.kill(signal);
    await skipAndSee();
    await expect.poll(() => historyOf(page, server.url, 'skip'), { timeout: 20_000 }).toEqual(titles);
    if (drains) expect(await first?.ended).toBe(0);
    await first?.restart();
    second?.kill(signal);
    await skipAndSee();
    if (drains) expect(await second?.ended).toBe(0);
    await second?.restart();
    await skipAndSee();
    await untilLive(page);
    await expect.poll(() => historyOf(page, server.url, 'skip'), { timeout: 20_000 }).toEqual(titles);
  });
}

test('[L11] an api that is killed leaves its listeners to the other', async ({ listen: page, server }) => {
  await play(page);
  for (const api of server.apis) {
    api.kill('SIGKILL');
    const before = await idsOf(page);
    await skip(page);
    await untilLive(page);
    await expect.poll(() => idsOf(page)).not.toEqual(before);
    await api.restart();
  }
});

test('[L5] what one api was told the other obeys at once', async ({ listen: page, server }) => {
  const id = await block(page, 2);
  await untilLive(page);
  const { cookies } = await page.context().storageState();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const api of server.apis) {
    const slate = await fetch(`${api.url}/api/slate`, { headers: { cookie } });
    expect(slate.status).toBe(200);
    expect(await slate.text()).not.toContain(id);
  }
});
