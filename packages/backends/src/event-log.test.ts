import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventLog } from '@segue/core/ports';
import { eventLogContract } from '@segue/core/testing';
import { describe } from 'vitest';
import { forgetTopics } from './kafka/forget-topics.ts';
import { openKafkaEventLog } from './kafka/index.ts';
import { openLmdbEventLog } from './lmdb/index.ts';
import { MemoryEventLog } from './memory/index.ts';

eventLogContract('MemoryEventLog', async ({ partitions }) => {
  const port = MemoryEventLog.create({ partitions });
  return {
    port,
    another: async () => port.another(),
    restart: async () => {
      await port.close();
      return port.another();
    },
    close: () => port.close(),
  };
});

eventLogContract('LmdbEventLog', async ({ partitions }) => {
  const path = await mkdtemp(join(tmpdir(), 'segue-log-'));
  let port = openLmdbEventLog({ path, partitions });
  return {
    port,
    // One process, one client: another member is another consumer of the same one.
    another: async () => port,
    restart: async (listens) => {
      await port.close();
      port = openLmdbEventLog({ path, partitions: listens ? { listens } : partitions });
      return port;
    },
    close: async () => {
      await port.close();
      await rm(path, { recursive: true, force: true });
    },
  };
});

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter(Boolean);
describe.skipIf(brokers.length === 0)('against a running Kafka', () => {
  eventLogContract('KafkaEventLog', async ({ partitions }) => {
    const options = { brokers, clientId: 'segue-test', prefix: `test-${randomUUID()}`, partitions };
    const port = await openKafkaEventLog(options);
    const clients: EventLog[] = [port];
    const another = async (asked = partitions) => {
      const other = await openKafkaEventLog({ ...options, partitions: asked });
      clients.push(other);
      return other;
    };
    return {
      port,
      another: () => another(),
      restart: async (listens) => {
        await port.close();
        return another(listens ? { listens } : partitions);
      },
      close: async () => {
        await Promise.all(clients.map((client) => client.close()));
        await forgetTopics(brokers, options.prefix);
      },
    };
  });
});
