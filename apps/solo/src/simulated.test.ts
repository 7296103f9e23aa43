import { createApi } from '@segue/api';
import { MemoryCatalogue, MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { parseListenEvent } from '@segue/core/events';
import { someTracks } from '@segue/core/testing';
import { simulateLive } from '@segue/simulator';
import { createMetrics, nowMs } from '@segue/telemetry';
import { createWorker } from '@segue/worker';
import { describe, expect, it } from 'vitest';

/** Api and worker in one process on memory. */
async function openApp() {
  const log = MemoryEventLog.create({ partitions: { listens: 2 } });
  const store = openMemoryOnlineStore();
  const catalogue = new MemoryCatalogue();
  await catalogue.putTracks(someTracks(80));
  const problems: unknown[] = [];
  const api = createApi({
    log,
    store,
    catalogue,
    sound: {
      describe: async () => ({ totalBytes: 0, contentType: 'audio/mpeg', etag: '""', version: '1' }),
      async *read() {},
      cover: async () => ({ bytes: new Uint8Array(), contentType: 'image/svg+xml' }),
      version: () => '1',
      close: async () => {},
    },
    metrics: createMetrics({ service: 'solo', instance: 'test' }),
    kinds: { log: 'memory', store: 'memory', catalogue: 'memory' },
    nearestWorkerUrl: new URL(import.meta.resolve('@segue/nearest/worker')),
    settings: {
      secrets: ['a secret for tests only'],
      allowedOrigins: [],
      siteKeys: new Map(),
      secureCookies: false,
      seed: 1,
      trustProxy: false,
      operator: { token: undefined, open: true },
    },
    onProblem: (cause) => problems.push(cause),
  });
  const worker = createWorker({ log, store, catalogue, alone: true, seed: 1, now: nowMs });
  await worker.start();
  const url = `http://127.0.0.1:${await api.start({ port: 0, host: '127.0.0.1' })}`;
  return {
    url,
    problems,
    async logged() {
      const acts: string[] = [];
      const follower = await log.follow({
        topic: 'listens',
        onRecords: (_, records) => {
          for (const { value } of records) {
            const parsed = value && parseListenEvent(value);
            if (parsed?.ok && parsed.event.origin === 'person') acts.push(parsed.event.act.type);
          }
        },
      });
      await follower.caughtUp;
      await follower.stop();
      return acts;
    },
    async close() {
      await api.stop();
      await worker.stop();
    },
  };
}

describe('made-up listeners on a running app', () => {
  it('play from the list that is pushed to them, and every gesture is in a list', async () => {
    const app = await openApp();
    const live = await simulateLive({ url: app.url, listeners: 6, events: 60, seed: 1 });
    const acts = await app.logged();
    expect(acts.filter((type) => type === 'profile')).toHaveLength(3);
    expect(acts.filter((type) => type === 'skip' || type === 'complete')).toHaveLength(60);
    expect(live.withDemographics.map(({ after }) => after)).toEqual([0, 1, 2, 5, 10]);
    expect(live.without.map(({ after }) => after)).toEqual([0, 1, 2, 5, 10]);
    for (const { liked } of [...live.withDemographics, ...live.without]) {
      expect(liked).toBeGreaterThan(0);
      expect(liked).toBeLessThan(1);
    }
    expect(app.problems).toEqual([]);
    await app.close();
  });

  it('say what to do where no app answers', async () => {
    await expect(simulateLive({ url: 'http://127.0.0.1:9', listeners: 1, events: 1, seed: 1 })).rejects.toThrow('start the app first');
  });
});
