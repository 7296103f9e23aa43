import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetTopics, openKafkaEventLog } from '@segue/backends/kafka';
import { openLmdbEventLog, openLmdbOnlineStore } from '@segue/backends/lmdb';
import { MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { openRedisOnlineStore } from '@segue/backends/redis';
import { asListenerId, comparePositions, type Position } from '@segue/core/events';
import type { EventLog, OnlineStore, Topic } from '@segue/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adoptLog } from './adopt-log.ts';
import { checkLog, RELEARNING } from './check-log.ts';

const NOW = 1_760_000_000_000;
const nowMs = () => NOW;
const PARTITIONS = { listens: 2, 'track-steps': 2, 'track-states': 1 } as const;
const ada = asListenerId('ada');

/** Where logs and stores come from. What was opened is closed, and its traces removed, after each test. */
interface Setting {
  readonly name: string;
  readonly isThere?: boolean;
  /** A log of its own; asks for so many partitions of `listens`. */
  readonly newLog: (listens: number) => Promise<OpenedLog>;
  readonly newStore: () => Promise<{ readonly store: OnlineStore; readonly remove?: () => Promise<unknown> }>;
}
interface OpenedLog {
  readonly log: EventLog;
  /** As another process has it. */
  readonly another: () => Promise<EventLog>;
  readonly remove?: () => Promise<unknown>;
}

const folder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'segue-check-log-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};
const memory: Setting = {
  name: 'memory',
  newLog: async (listens) => {
    const log = MemoryEventLog.create({ partitions: { ...PARTITIONS, listens } });
    return { log, another: async () => log.another() };
  },
  newStore: async () => ({ store: openMemoryOnlineStore() }),
};
const lmdb: Setting = {
  name: 'LMDB',
  newLog: async (listens) => {
    const { path, remove } = await folder();
    const log = openLmdbEventLog({ path, partitions: { ...PARTITIONS, listens } });
    return { log, another: async () => log, remove };
  },
  newStore: async () => {
    const { path, remove } = await folder();
    return { store: openLmdbOnlineStore({ path }), remove };
  },
};
const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter(Boolean);
const redis = process.env['REDIS_URL'];
const distributed: Setting = {
  name: 'Kafka and Redis',
  isThere: brokers.length > 0 && Boolean(redis),
  newLog: async (listens) => {
    const options = { brokers, clientId: 'segue-test', prefix: `test-${randomUUID()}`, partitions: { ...PARTITIONS, listens } };
    const others: EventLog[] = [];
    const another = async () => {
      const other = await openKafkaEventLog(options);
      others.push(other);
      return other;
    };
    const remove = async () => {
      await Promise.all(others.map((other) => other.close()));
      await forgetTopics(brokers, options.prefix);
    };
    return { log: await openKafkaEventLog(options), another, remove };
  },
  newStore: async () => ({
    store: await openRedisOnlineStore({ redis: redis ?? '', prefix: `test-${randomUUID()}`, instance: 'one', nowMs: Date.now }),
  }),
};

async function appended(log: EventLog, count: number, topic: Topic = 'listens', partition = 0): Promise<void> {
  await log.append(
    topic,
    Array.from({ length: count }, () => ({ partition, key: 'ada', value: new Uint8Array([1]) })),
  );
}

/** As a worker leaves it that has applied everything up to there. */
async function applied(store: OnlineStore, at: Position, side: 'tastes' | 'tracks' = 'tastes'): Promise<void> {
  const expectedMark = await store[side].mark(at.partition);
  expect(await store[side].save({ partition: at.partition, expectedMark, nextMark: at, writes: [] })).toBe('saved');
}

/** All that a check could touch of a store, for "nothing was touched". */
async function held(store: OnlineStore) {
  const partitions = [0, 1, 2];
  return {
    log: await store.log.recall(),
    marks: await Promise.all(partitions.flatMap((partition) => [store.tastes.mark(partition), store.tracks.mark(partition)])),
    tastes: await Promise.all(partitions.map((partition) => store.tastes.load(partition, [ada]))),
  };
}

for (const { name, newLog, newStore, isThere = true } of [memory, lmdb, distributed]) {
  describe.skipIf(!isThere)(`the log is checked at every start, on ${name}`, () => {
    const closing: (() => Promise<unknown>)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
    });
    async function openLog(listens: number = PARTITIONS.listens) {
      const opened = await newLog(listens);
      if (opened.remove) closing.push(opened.remove);
      closing.push(() => opened.log.close());
      return opened;
    }
    async function openStore() {
      const { store, remove } = await newStore();
      if (remove) closing.push(remove);
      closing.push(() => store.close());
      return store;
    }
    let store: OnlineStore;
    let log: EventLog;
    let another: () => Promise<EventLog>;
    beforeEach(async () => {
      store = await openStore();
      ({ log, another } = await openLog());
    });

    it('gives a new log an identity once, which log and store remember', async () => {
      const made = await checkLog({ log, store, nowMs });
      expect(made).toEqual({ epoch: NOW, listenPartitions: 2, stepPartitions: 2 });
      expect(await store.log.recall()).toEqual(made);
      expect(await checkLog({ log: await another(), store, nowMs: () => NOW + 99 })).toEqual(made);
    });

    it('several processes that start at once agree on one identity', async () => {
      const logs = [log, await another(), await another()];
      const all = await Promise.all(logs.map((each, later) => checkLog({ log: each, store, nowMs: () => NOW + later })));
      expect(new Set(all.map(({ epoch }) => epoch)).size).toBe(1);
    });

    it('[L13] takes an emptied store: it is taught again from this log', async () => {
      const made = await checkLog({ log, store, nowMs });
      await appended(log, 10);
      expect(await checkLog({ log, store: await openStore(), nowMs: () => NOW + 5 })).toEqual(made);
    });

    const replaced: readonly { readonly name: string; readonly says: RegExp; readonly make: () => Promise<EventLog> }[] = [
      {
        name: 'emptied',
        says: /no identity/,
        make: async () => (await openLog()).log,
      },
      {
        name: 'replaced by one of another time',
        says: /of epoch 1760000000001, the store was taught from epoch 1760000000000/,
        make: async () => {
          const { log: other } = await openLog();
          await checkLog({ log: other, store: await openStore(), nowMs: () => NOW + 1 });
          await appended(other, 50);
          return other;
        },
      },
      {
        name: 'cut below what was learnt',
        says: /Partition 0 of listens ends at 4, but 10 of it was learnt/,
        make: async () => {
          const { log: cut } = await openLog();
          await checkLog({ log: cut, store: await openStore(), nowMs });
          await appended(cut, 4);
          return cut;
        },
      },
      {
        name: 'repartitioned',
        says: /made with 2 and 2 partitions of listens and track-steps and now has 3 and 2/,
        make: async () => {
          const { log: wider } = await openLog(3);
          const identity = { epoch: NOW, listenPartitions: 2, stepPartitions: 2 };
          await wider.append('segue-meta', [{ partition: 0, key: 'identity', value: new TextEncoder().encode(JSON.stringify(identity)) }]);
          await appended(wider, 10);
          return wider;
        },
      },
      {
        name: 'given an identity that cannot be read',
        says: /identity in segue-meta cannot be read/,
        make: async () => {
          const { log: odd } = await openLog();
          await odd.append('segue-meta', [{ partition: 0, key: 'identity', value: new TextEncoder().encode('{"epoch":"x"}') }]);
          return odd;
        },
      },
      {
        name: 'given an identity that is no JSON',
        says: /identity in segue-meta cannot be read/,
        make: async () => {
          const { log: odd } = await openLog();
          await odd.append('segue-meta', [{ partition: 0, key: 'identity', value: new TextEncoder().encode('{"epo') }]);
          return odd;
        },
      },
    ];
    it.each(replaced)('[L13] refuses a log that was $name, says how to go on, and touches nothing', async ({ says, make }) => {
      const { epoch } = await checkLog({ log, store, nowMs });
      await appended(log, 10);
      await applied(store, { epoch, partition: 0, offset: 9 });
      const before = await held(store);
      const now = await make();
      const ends = await now.ends('segue-meta');
      const refusal = await checkLog({ log: now, store, nowMs: () => NOW + 7 }).then(
        () => null,
        (cause) => cause,
      );
      expect(refusal).toMatchObject({ code: 'log_replaced', message: expect.stringMatching(says) });
      expect(await held(store)).toEqual(before);
      expect(await now.ends('segue-meta')).toEqual(ends);
    });

    it('[L13] refuses steps that were cut below what tracks learnt from them, where tracks do learn from them', async () => {
      const { epoch } = await checkLog({ log, store, nowMs });
      await appended(log, 5, 'track-steps', 1);
      await applied(store, { epoch, partition: 1, offset: 8 }, 'tracks');
      await expect(checkLog({ log, store, nowMs, stepsInLog: true })).rejects.toThrow(/Partition 1 of track-steps ends at 5, but 9/);
      // A process alone has no steps in the log: its marks count saves.
      await expect(checkLog({ log, store, nowMs })).resolves.toMatchObject({ epoch });
    });

    it('[L13] refuses a store that is being taught anew, by its own name', async () => {
      const identity = await checkLog({ log, store, nowMs });
      await store.log.remember({ ...identity, epoch: RELEARNING });
      await expect(checkLog({ log, store, nowMs })).rejects.toThrow(/npm run relearn -- --wipe/);
    });

    describe('adopting', () => {
      it('[L13] raises the epoch above every older one, whatever the clock says, and the app starts again', async () => {
        const { epoch } = await checkLog({ log, store, nowMs });
        const { log: cut } = await openLog(3);
        const adopted = await adoptLog({ log: cut, store, nowMs: () => NOW - 1_000_000 });
        expect(adopted).toEqual({ epoch: epoch + 1, listenPartitions: 3, stepPartitions: 2 });
        expect(await checkLog({ log: cut, store, nowMs })).toEqual(adopted);
        // The old log has lost its place.
        await expect(checkLog({ log, store, nowMs })).rejects.toMatchObject({ code: 'log_replaced' });
      });

      it('[L13] adopts a log whose identity cannot be read', async () => {
        await checkLog({ log, store, nowMs });
        await log.append('segue-meta', [{ partition: 0, key: 'identity', value: new TextEncoder().encode('{"epo') }]);
        const { epoch } = await adoptLog({ log, store, nowMs });
        expect(epoch).toBe(NOW + 1);
        expect((await checkLog({ log, store, nowMs })).epoch).toBe(NOW + 1);
      });

      it('[L13] an older epoch never beats a newer one, however far its log had come', async () => {
        const older = { epoch: NOW, partition: 0, offset: 1_000_000 };
        const newer = { epoch: NOW + 1, partition: 0, offset: 0 };
        expect(comparePositions(older, newer)).toBeLessThan(0);
        await applied(store, newer);
        const late = {
          partition: 0,
          expectedMark: { ...older, offset: 999_999 },
          nextMark: older,
          writes: [
            {
              listener: ada,
              expected: null,
              next: { record: new Uint8Array([1]), position: older },
              notice: new Uint8Array(),
              dropsSlate: true,
            },
          ],
        };
        expect(await store.tastes.save(late)).toBe('mark-moved');
        expect(await store.tastes.load(0, [ada])).toEqual([null]);
      });
    });
  });
}
