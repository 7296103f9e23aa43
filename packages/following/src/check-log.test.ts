import { MemoryEventLog, MemoryStoreShared, openMemoryOnlineStore } from '@segue/backends/memory';
import { asListenerId, comparePositions, type Position } from '@segue/core/events';
import type { EventLog, OnlineStore, Topic } from '@segue/core/ports';
import { beforeEach, describe, expect, it } from 'vitest';
import { adoptLog } from './adopt-log.ts';
import { checkLog, RELEARNING } from './check-log.ts';

const NOW = 1_760_000_000_000;
const nowMs = () => NOW;
const PARTITIONS = { listens: 2, 'track-steps': 2 } as const;

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

/** What a store holds, for "nothing was touched". */
const held = (shared: MemoryStoreShared) => [...shared.values].map(([key, value]) => [key, Buffer.from(value).toString('hex')]);

describe('the log is checked at every start', () => {
  let shared: MemoryStoreShared;
  let store: OnlineStore;
  let log: MemoryEventLog;
  beforeEach(async () => {
    shared = new MemoryStoreShared();
    store = openMemoryOnlineStore({ on: shared });
    log = MemoryEventLog.create({ partitions: PARTITIONS });
  });

  it('gives a new log an identity once, which log and store remember', async () => {
    const made = await checkLog({ log, store, nowMs });
    expect(made).toEqual({ epoch: NOW, listenPartitions: 2, stepPartitions: 2 });
    expect(await store.log.recall()).toEqual(made);
    expect(await checkLog({ log: log.another(), store, nowMs: () => NOW + 99 })).toEqual(made);
  });

  it('several processes that start at once agree on one identity', async () => {
    const all = await Promise.all([0, 1, 2].map((later) => checkLog({ log: log.another(), store, nowMs: () => NOW + later })));
    expect(new Set(all.map(({ epoch }) => epoch)).size).toBe(1);
  });

  it('[L13] takes an emptied store: it is taught again from this log', async () => {
    const made = await checkLog({ log, store, nowMs });
    await appended(log, 10);
    expect(await checkLog({ log, store: openMemoryOnlineStore(), nowMs: () => NOW + 5 })).toEqual(made);
  });

  const replaced: readonly { readonly name: string; readonly says: RegExp; readonly make: () => Promise<EventLog> }[] = [
    {
      name: 'emptied',
      says: /no identity/,
      make: async () => MemoryEventLog.create({ partitions: PARTITIONS }),
    },
    {
      name: 'replaced by one of another time',
      says: /of epoch 1760000000001, the store was taught from epoch 1760000000000/,
      make: async () => {
        const other = MemoryEventLog.create({ partitions: PARTITIONS });
        await checkLog({ log: other, store: openMemoryOnlineStore(), nowMs: () => NOW + 1 });
        await appended(other, 50);
        return other;
      },
    },
    {
      name: 'cut below what was learnt',
      says: /Partition 0 of listens ends at 4, but 10 of it was learnt/,
      make: async () => {
        const cut = MemoryEventLog.create({ partitions: PARTITIONS });
        await checkLog({ log: cut, store: openMemoryOnlineStore(), nowMs });
        await appended(cut, 4);
        return cut;
      },
    },
    {
      name: 'repartitioned',
      says: /made with 2 and 2 partitions of listens and track-steps and now has 3 and 2/,
      make: async () => {
        const wider = MemoryEventLog.create({ partitions: { ...PARTITIONS, listens: 3 } });
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
        const odd = MemoryEventLog.create({ partitions: PARTITIONS });
        await odd.append('segue-meta', [{ partition: 0, key: 'identity', value: new TextEncoder().encode('{"epoch":"x"}') }]);
        return odd;
      },
    },
    {
      name: 'given an identity that is no JSON',
      says: /identity in segue-meta cannot be read/,
      make: async () => {
        const odd = MemoryEventLog.create({ partitions: PARTITIONS });
        await odd.append('segue-meta', [{ partition: 0, key: 'identity', value: new TextEncoder().encode('{"epo') }]);
        return odd;
      },
    },
  ];
  it.each(replaced)('[L13] refuses a log that was $name, says how to go on, and touches nothing', async ({ says, make }) => {
    const { epoch } = await checkLog({ log, store, nowMs });
    await appended(log, 10);
    await applied(store, { epoch, partition: 0, offset: 9 });
    const before = held(shared);
    const now = await make();
    const ends = await now.ends('segue-meta');
    const refusal = await checkLog({ log: now, store, nowMs: () => NOW + 7 }).then(
      () => null,
      (cause) => cause,
    );
    expect(refusal).toMatchObject({ code: 'log_replaced', message: expect.stringMatching(says) });
    expect(held(shared)).toEqual(before);
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
      const cut = MemoryEventLog.create({ partitions: { ...PARTITIONS, listens: 3 } });
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
            listener: asListenerId('ada'),
            expected: null,
            next: { record: new Uint8Array([1]), position: older },
            notice: new Uint8Array(),
            dropsSlate: true,
          },
        ],
      };
      expect(await store.tastes.save(late)).toBe('mark-moved');
      expect(await store.tastes.load(0, [asListenerId('ada')])).toEqual([null]);
    });
  });
});
