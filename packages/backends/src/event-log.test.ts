import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventLogContract } from '@segue/core/testing';
import { describe } from 'vitest';
import { KafkaEventLog } from './kafka/index.ts';
import { LmdbEventLog } from './lmdb/index.ts';
import { MemoryEventLog } from './memory/index.ts';

eventLogContract('MemoryEventLog', async () => {
  const port = MemoryEventLog.create({ partitions: { listens: 3 } });
  return { port, another: async () => port.another(), close: () => port.close() };
});

eventLogContract('LmdbEventLog', async () => {
  const path = await mkdtemp(join(tmpdir(), 'segue-log-'));
  const port = new LmdbEventLog({ path, partitions: { listens: 3 } });
  // One process, one client: another member is another consumer of the same one.
  return {
    port,
    another: async () => port,
    close: async () => {
      await port.close();
      await rm(path, { recursive: true, force: true });
    },
  };
});

const brokers = process.env['KAFKA_BROKERS'];
describe.skipIf(!brokers)('against a running Kafka', () => {
  eventLogContract('KafkaEventLog', async () => {
    const options = {
      brokers: (brokers ?? '').split(','),
      clientId: 'segue-test',
      prefix: `test-${randomUUID()}`,
      partitions: { listens: 3, 'track-states': 1 },
    };
    const port = await KafkaEventLog.open(options);
    return { port, another: () => KafkaEventLog.open(options), close: () => port.close() };
  });
});
