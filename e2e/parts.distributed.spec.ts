import type { Page } from '@playwright/test';
import { freePort } from '../scripts/lib/ports.mjs';
import { startServices } from '../scripts/services/start-services.mjs';
import { startDistributed } from './distributed.ts';
import { test as base, block, expect, historyOf, idsOf, open, play, playingTitle, skip, statusOf, untilLive } from './fixtures.ts';
import { gaugesIn } from './metrics-text.ts';
import type { Server } from './server.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

type Part = 'kafka' | 'redis' | 'postgres';
interface Parts {
  readonly server: Server;
  readonly lines: Readonly<Record<Part, TcpProxy>>;
}

/** A fleet whose Kafka, Redis and Postgres are its own, each behind a line that can be spoilt. */
const test = base.extend<object, { readonly parts: Parts }>({
  parts: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use) => {
      // Kafka's clients come back to the port that it names, so the line has to be there before Kafka is.
      const kafkaPort = await freePort();
      const services = await startServices({ fresh: true, advertisedKafkaPort: kafkaPort });
      const portOf = (part: Part) => services.handles[part]?.port ?? 0;
      const lines = {
        kafka: await startTcpProxy({ port: portOf('kafka') }, kafkaPort),
        redis: await startTcpProxy({ port: portOf('redis') }),
        postgres: await startTcpProxy({ port: portOf('postgres') }),
      };
      const server = await startDistributed({
        KAFKA_BROKERS: `127.0.0.1:${kafkaPort}`,
        REDIS_URL: `redis://127.0.0.1:${lines.redis.port}`,
        DATABASE_URL: `postgresql://postgres@127.0.0.1:${lines.postgres.port}/postgres`,
      });
      await use({ server, lines });
      await server.stop();
      for (const line of Object.values(lines)) await line.stop();
      await services.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

for (const weather of ['cut', 'black-hole', 'no-answers'] as const) {
  test(`[L2] [L11] Kafka behind a ${weather} line: the page says so, gestures wait, and are learnt once when it is back`, async ({
    page,
    parts,
  }) => {
    const { server, lines } = parts;
    await open(page, server.url);
    await play(page);
    await untilLive(page);
    const duplicates = () => countOf(server, 'segue_events_total', { outcome: 'duplicate' });
    const givenUp = () => countOf(server, 'segue_answers_total', { code: 'log_unavailable' });
    const [duplicatesBefore, givenUpBefore] = [await duplicates(), await givenUp()];
    const title = await playingTitle(page);
    lines.kafka.set(weather);
    // Nothing is asked in between: what is sent first is what Kafka takes and cannot say that it has.
    await skip(page);
    // What the listener said is obeyed, learnt or not.
    await expect.poll(() => playingTitle(page)).not.toBe(title);
    await expect(statusOf(page)).toContainText(/[1-9]\d* gestures? waiting/);
    await expect(statusOf(page)).toContainText('New gestures cannot be stored right now', { timeout: 30_000 });
    await expect(page.getByTestId('player')).toHaveAttribute('data-state', 'playing');
    // Before that it is the same sending that goes on, and Kafka itself drops what it has.
    await expect.poll(givenUp).toBeGreaterThan(givenUpBefore);
    lines.kafka.set('fair');
    await untilLive(page);
    await expect(statusOf(page)).not.toContainText('cannot be stored', { timeout: 30_000 });
    await expectSkipped(page, server, title);
    // Kafka had taken what it could not say that it had, and it came again.
    if (weather === 'no-answers') await expect.poll(duplicates).toBeGreaterThan(duplicatesBefore);
  });

  test(`[L11] Redis behind a ${weather} line: the list stands, the hand is obeyed, and the list moves again after`, async ({
    page,
    parts,
  }) => {
    const { server, lines } = parts;
    await open(page, server.url);
    await play(page);
    const before = await idsOf(page);
    lines.redis.set(weather);
    const blocked = await block(page, 3);
    await expect(page.locator(`[data-testid=list] [data-track-id="${blocked}"]`)).toHaveCount(0);
    await expect(statusOf(page)).toContainText('The list stands as it was', { timeout: 30_000 });
    expect((await idsOf(page)).length).toBeGreaterThan(before.length / 2);
    lines.redis.set('fair');
    await untilLive(page);
    await skip(page);
    await expect.poll(() => idsOf(page), { timeout: 30_000 }).not.toEqual(before);
    await expect(page.locator(`[data-testid=list] [data-track-id="${blocked}"]`)).toHaveCount(0);
  });

  test(`[L11] Postgres behind a ${weather} line: the loop goes on, and history follows`, async ({ page, parts }) => {
    const { server, lines } = parts;
    await open(page, server.url);
    await play(page);
    lines.postgres.set(weather);
    const before = await idsOf(page);
    const title = await playingTitle(page);
    await skip(page);
    await expect.poll(() => idsOf(page)).not.toEqual(before);
    await expect(statusOf(page)).toContainText('Search and history are away for a moment', { timeout: 30_000 });
    lines.postgres.set('fair');
    await untilLive(page);
    await expectSkipped(page, server, title);
  });
}

test('[L11] slow lines before Kafka, Redis and Postgres: all is slower and nothing else', async ({ page, parts }) => {
  const { server, lines } = parts;
  for (const line of Object.values(lines)) line.delay(150);
  await open(page, server.url);
  await play(page);
  const before = await idsOf(page);
  const title = await playingTitle(page);
  await skip(page);
  await expect.poll(() => idsOf(page)).not.toEqual(before);
  await untilLive(page);
  await expectSkipped(page, server, title);
  await expect(statusOf(page)).not.toContainText(/cannot be stored|stands as it was|away for a moment/);
  for (const line of Object.values(lines)) line.delay(0);
});

/** One skip is in history, once: another that comes after it in the log would have brought a second one with it. */
async function expectSkipped(page: Page, server: Server, title: string): Promise<void> {
  await expect.poll(() => historyOf(page, server.url, 'skip'), { timeout: 30_000 }).toEqual([title]);
  const next = await playingTitle(page);
  await skip(page);
  await expect.poll(() => historyOf(page, server.url, 'skip'), { timeout: 30_000 }).toEqual([next, title]);
}

/** What all instances have counted under a name and these labels. */
async function countOf(server: Server, name: string, labels: Readonly<Record<string, string>>): Promise<number> {
  const counts = await gaugesIn(server, name, labels);
  return counts.reduce((sum, { value }) => sum + value, 0);
}
