import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventLog, LogBatch, LogEntry } from '../ports/index.ts';
import { until } from './until.ts';

export interface OpenedLog {
  readonly port: EventLog;
  /** A second client of the same log, as a restarted or another process has it; the suite closes it. */
  readonly another: () => Promise<EventLog>;
  readonly close: () => Promise<void>;
}

const text = (value: Uint8Array | null | undefined) => (value ? new TextDecoder().decode(value) : null);
const entry = (value: string, partition = 0, key = 'ada'): LogEntry => ({ partition, key, value: new TextEncoder().encode(value) });

/** Every promise of the EventLog port, on whatever keeps it. `open` makes `listens` with three partitions. */
export function eventLogContract(adapter: string, open: () => Promise<OpenedLog>): void {
  describe(`${adapter} keeps the EventLog contract`, () => {
    let opened: OpenedLog;
    let log: EventLog;
    const others: EventLog[] = [];
    const another = async () => {
      const other = await opened.another();
      others.push(other);
      return other;
    };
    beforeEach(async () => {
      opened = await open();
      log = opened.port;
    });
    afterEach(async () => {
      for (const other of others.splice(0)) if (other !== log) await other.close();
      await opened.close();
    });

    /** A member that notes what it is handed and commits it. */
    async function member(
      of: EventLog,
      group: string,
      { commits = true, onBatch }: { commits?: boolean; onBatch?: (batch: LogBatch) => Promise<void> } = {},
    ) {
      const seen: { partition: number; offset: number; value: string | null }[] = [];
      const consumer = await of.consume({
        group,
        topic: 'listens',
        onBatch: async (batch) => {
          await onBatch?.(batch);
          for (const record of batch.records) seen.push({ partition: batch.partition, offset: record.offset, value: text(record.value) });
          const last = batch.records.at(-1);
          if (commits && last) await batch.commit(last.offset + 1);
        },
      });
      return { seen, stop: () => consumer.stop() };
    }

    it('[EL1] keeps what it has taken for whoever opens it next, bytes and keys as they were', async () => {
      const [offset] = await log.append('listens', [entry('héard', 1, 'bea')]);
      const { seen, stop } = await member(await another(), 'g');
      await until(() => seen.length === 1, 'the record arrives');
      expect(seen).toEqual([{ partition: 1, offset, value: 'héard' }]);
      await stop();
    });

    it('[EL2] appends in the order of the calls, also when they overlap', async () => {
      await Promise.all(Array.from({ length: 40 }, (_, i) => log.append('listens', [entry(`${i}`), entry(`${i}b`)])));
      const { seen, stop } = await member(log, 'g');
      await until(() => seen.length === 80, 'all 80 arrive');
      expect(seen.map(({ value }) => value)).toEqual(Array.from({ length: 40 }, (_, i) => [`${i}`, `${i}b`]).flat());
      await stop();
    });

    it('[EL3] hands a partition to one member at a time, batches in order', async () => {
      const inside = new Map<number, number>();
      let most = 0;
      const onBatch = async (batch: LogBatch) => {
        inside.set(batch.partition, (inside.get(batch.partition) ?? 0) + 1);
        most = Math.max(most, inside.get(batch.partition) ?? 0);
        await new Promise((resolve) => setImmediate(resolve));
        inside.set(batch.partition, (inside.get(batch.partition) ?? 0) - 1);
      };
      const a = await member(log, 'g', { onBatch });
      const b = await member(await another(), 'g', { onBatch });
      for (let i = 0; i < 30; i++)
        await log.append(
          'listens',
          [0, 1, 2].map((partition) => entry(`${i}`, partition)),
        );
      const all = () => [...a.seen, ...b.seen];
      await until(() => new Set(all().map(({ partition, offset }) => `${partition}/${offset}`)).size === 90, 'all 90 arrive', 40_000);
      for (const { seen } of [a, b]) {
        for (const partition of [0, 1, 2]) {
          // Redelivery repeats a stretch; what is new to a member comes in order all the same.
          const offsets = [...new Set(seen.filter((record) => record.partition === partition).map(({ offset }) => offset))];
          expect(offsets).toEqual([...offsets].sort((x, y) => x - y));
        }
      }
      expect(most).toBe(1);
      await Promise.all([a.stop(), b.stop()]);
    });

    it('[EL4] starts a group at what it committed, and a new one at the beginning', async () => {
      await log.append('listens', [entry('one'), entry('two')]);
      const first = await member(log, 'g');
      await until(() => first.seen.length === 2, 'both arrive');
      await first.stop();
      await log.append('listens', [entry('three')]);
      const second = await member(await another(), 'g');
      const fresh = await member(await another(), 'h');
      await until(() => second.seen.length === 1 && fresh.seen.length === 3, 'the rest arrives');
      expect(second.seen[0]?.value).toBe('three');
      await Promise.all([second.stop(), fresh.stop()]);
    });

    it('[EL5] delivers again what was not committed: after a throw, and after a restart', async () => {
      await log.append('listens', [entry('one')]);
      let calls = 0;
      const first = await member(log, 'g', {
        commits: false,
        onBatch: async () => {
          calls++;
          if (calls === 1) throw new Error('the first time it fails');
        },
      });
      await until(() => first.seen.length === 1, 'it comes again');
      await first.stop();
      const second = await member(await another(), 'g');
      await until(() => second.seen.length === 1, 'it comes to the next member');
      await second.stop();
    });

    it('[EL6] goes back, and forth, where a batch says so', async () => {
      await log.append('listens', [entry('one'), entry('two'), entry('three')]);
      let rewound = false;
      const back = await member(log, 'g', {
        onBatch: async (batch) => {
          if (!rewound) batch.seek(1);
          rewound = true;
        },
      });
      await until(() => back.seen.filter(({ value }) => value === 'three').length === 2, 'the last comes twice');
      expect(back.seen.map(({ value }) => value).slice(-2)).toEqual(['two', 'three']);
      await back.stop();
    });

    it('[EL7] shows a follower every partition from the beginning and what comes', async () => {
      await log.append('track-states', [entry('old', 0, 't1'), entry('t2', 0, 't2')]);
      await log.append('track-states', [entry('new', 0, 't1')]);
      const seen = new Map<string, string | null>();
      const follower = await (await another()).follow({
        topic: 'track-states',
        onRecords: (_, records) => records.forEach((record) => void seen.set(record.key, text(record.value))),
      });
      await follower.caughtUp;
      expect(Object.fromEntries(seen)).toEqual({ t1: 'new', t2: 't2' });
      await log.append('track-states', [entry('newer', 0, 't1')]);
      await until(() => seen.get('t1') === 'newer', 'the update arrives');
      await follower.stop();
    });

    it('[EL7] is caught up at once with a topic that holds nothing', async () => {
      const follower = await log.follow({ topic: 'segue-meta', onRecords: () => {} });
      await follower.caughtUp;
      await follower.stop();
    });

    it('[EL8] tells ends and what groups have committed', async () => {
      await log.append('listens', [entry('one', 1), entry('two', 1)]);
      expect(await log.ends('listens')).toEqual([0, 2, 0]);
      expect(await log.committed('nobody', 'listens')).toEqual([null, null, null]);
      const { seen, stop } = await member(log, 'g');
      await until(() => seen.length === 2, 'both arrive');
      await stop();
      expect((await log.committed('g', 'listens'))[1]).toBe(2);
    });

    it('[EL10] tells how many partitions there really are', () => {
      expect(log.partitions('listens')).toBe(3);
      expect(log.partitions('segue-meta')).toBeGreaterThanOrEqual(1);
    });

    it('[EL11] lets the batch in hand finish and commit before it stops', async () => {
      await log.append('listens', [entry('one')]);
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let entered = false;
      const slow = await member(log, 'g', {
        onBatch: async () => {
          entered = true;
          await held;
        },
      });
      await until(() => entered, 'the batch is in hand');
      const stopped = slow.stop();
      release();
      await stopped;
      expect((await log.committed('g', 'listens'))[0]).toBe(1);
    });
  });
}
