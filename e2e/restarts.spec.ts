import { block, expect, historyOf, idsOf, play, playingTitle, revisionOf, skip, test, untilLive } from './fixtures.ts';

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  const drains = signal === 'SIGTERM' ? ' [L9]' : '';
  test(`[L1] [L2] [L4]${drains} a server that ends by ${signal} and starts again has lost nothing, and the page comes back by itself`, async ({
    listen: page,
    server,
  }) => {
    await play(page);
    const title = await playingTitle(page);
    await skip(page);
    const blocked = await block(page, 4);
    await untilLive(page);
    const [epoch, taste = 0] = await revisionOf(page);
    const codes = await server.restart(signal);
    // All that was in hand was finished within the limit that each sets itself.
    if (drains) expect(codes.filter((code) => code !== 0)).toEqual([]);
    await untilLive(page);
    const after = await revisionOf(page);
    expect(after[0]).toBe(epoch);
    expect(after[1]).toBeGreaterThanOrEqual(taste);
    await page.reload();
    await untilLive(page);
    expect(await idsOf(page)).not.toContain(blocked);
    await expect.poll(() => historyOf(page, server.url, 'skip')).toEqual([title]);
    const next = await playingTitle(page);
    await play(page);
    await skip(page);
    await expect.poll(() => historyOf(page, server.url, 'skip')).toEqual([next, title]);
  });
}
