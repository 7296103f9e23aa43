import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventLogContract } from '@segue/core/testing';
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
