import { createApi, type SoundSource } from '@segue/api';
import { MemoryCatalogue, MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { someTracks } from '@segue/core/testing';
import { createMetrics, nowMs } from '@segue/telemetry';
import { createWorker } from '@segue/worker';

const silence: SoundSource = {
  describe: async () => ({ totalBytes: 0, contentType: 'audio/mpeg', etag: '""', version: '1' }),
  async *read() {},
  cover: async () => ({ bytes: new Uint8Array(), contentType: 'image/svg+xml' }),
  version: () => '1',
  close: async () => {},
};

/** Api and worker in one process on memory, for tests. */
export async function openOnMemory({ tracks }: { readonly tracks: number }) {
  const log = MemoryEventLog.create({ partitions: { listens: 2 } });
  const store = openMemoryOnlineStore();
  const catalogue = new MemoryCatalogue();
  await catalogue.putTracks(someTracks(tracks));
  const problems: unknown[] = [];
  const api = createApi({
    log,
    store,
    catalogue,
    sound: silence,
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
    log,
    catalogue,
    worker,
    problems,
    /** A guest's cookie. */
    async session(): Promise<string> {
      const [line = ''] = (await fetch(`${url}/api/session`, { method: 'POST' })).headers.getSetCookie();
      return line.split(';', 1)[0] ?? '';
    },
    async close(): Promise<void> {
      await api.stop();
      await worker.stop();
      await log.close();
      await store.close();
    },
  };
}
