import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onlineStoreContract } from '@segue/core/testing';
import { Redis } from 'ioredis';
import { describe } from 'vitest';
import { createEmbeddedStore, EmbeddedShared } from './embedded-store.ts';
import { openLmdbBytes } from './lmdb/online-store.ts';
import { MemoryStoreShared, openMemoryOnlineStore } from './memory/index.ts';
import { openedFrom } from './opened-store.fixture.ts';
import { openRedisOnlineStore } from './redis/index.ts';

/** Has the server end the connections of this name that notices come over. */
async function endSubscriptions(url: string, name: string): Promise<void> {
  const redis = new Redis(url);
  const list = String(await redis.client('LIST', 'TYPE', 'PUBSUB'));
  const ids = list.split('\n').flatMap((line) => (line.includes(` name=${name} `) ? [/^id=(\d+)/.exec(line)?.[1] ?? ''] : []));
  for (const id of ids) await redis.client('KILL', 'ID', id);
  await redis.quit();
}

onlineStoreContract('MemoryOnlineStore', async () => {
  const on = new MemoryStoreShared();
  return openedFrom(async ({ instance, nowMs }) => openMemoryOnlineStore({ on, instance, nowMs }));
});

onlineStoreContract('LmdbOnlineStore', async () => {
  const path = await mkdtemp(join(tmpdir(), 'segue-store-'));
  // One process opens the folder once; its instances share that, and what lives in the process.
  let bytes = openLmdbBytes(path);
  let shared = new EmbeddedShared();
  const withoutClose = () => ({ ...bytes, close: async () => {} });
  return openedFrom(async ({ instance, nowMs }) => createEmbeddedStore({ bytes: withoutClose(), shared, instance, nowMs }), {
    async onRestart() {
      await bytes.close();
      bytes = openLmdbBytes(path);
      shared = new EmbeddedShared();
    },
    async onClose() {
      await bytes.close();
      await rm(path, { recursive: true, force: true });
    },
  });
});

// On a Cluster of several servers a key that lies in another slot than it should is an error.
for (const [name, variable] of [
  ['RedisOnlineStore', 'REDIS_URL'],
  ['RedisOnlineStore on a Cluster', 'REDIS_CLUSTER_URL'],
] as const) {
  const redis = process.env[variable];
  describe.skipIf(!redis)(`at ${variable}`, () => {
    onlineStoreContract(name, async () => {
      const prefix = `contract-${randomUUID()}`;
      // Its connections carry its name: another's on the same server stay up.
      const named = `${redis}?connectionName=${prefix}`;
      return openedFrom(async ({ instance, nowMs }) => openRedisOnlineStore({ redis: named, prefix, instance, nowMs }), {
        loseLink: () => endSubscriptions(redis ?? '', prefix),
      });
    });
  });
}
