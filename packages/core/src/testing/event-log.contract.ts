import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventLog, FollowOptions, LogBatch, LogEntry, Topic } from '../ports/index.ts';
import { until } from './until.ts';

export interface OpenedLog {
  readonly port: EventLog;
  /** Another client of the same log, at the same time, as a second process has it; `close` closes it. */
  readonly another: () => Promise<EventLog>;
  /** Closes the log and opens what it kept, as the same process does after a restart. Asks for `partitions` of `listens`. */
  readonly restart: (partitions?: number) => Promise<EventLog>;
  readonly close: () => Promise<void>;
}

interface Seen {
  readonly partition: number;
  readonly offset: number;
  readonly value: string | null;
}

const text = (value: Uint8Array | null | undefined) => (value ? new TextDecoder().decode(value) : null);
const entry = (value: string | null, partition = 0, key = 'ada'): LogEntry => ({
  partition,
  key,
  value: value === null ? null : new TextEncoder().encode(value),
});
const valuesOf = (seen: readonly Seen[]) => seen.map(({ value }) => value);

/** Every promise of the EventLog port, on whatever keeps it. `open` makes `listens` with as many partitions as asked. */
export function eventLogContract(
  adapter: string,
  open: (options: { readonly partitions: Partial<Record<Topic, number>> }) => Promise<OpenedLog>,
): void {
  describe(`${adapter} keeps the EventLog contract`, () => {
    let opened: OpenedLog;
    let log: EventLog;
    beforeEach(async () => {
      opened = await open({ partitions: { listens: 3, 'track-steps': 1, 'track-states': 2 } });
      log = opened.port;
    });
    afterEach(() => opened.close());

    /** A member that notes what it is handed and, unless told not to, commits it. */
    async function member(of: EventLog, group: string, { commits = true, maxBatch = 500, onBatch }: MemberOptions = {}) {
      const seen: Seen[] = [];
      const consumer = await of.consume({
        group,
        topic: 'listens',
        maxBatch,
        onBatch: async (batch) => {
          await onBatch?.(batch);
          for (const { offset, value } of batch.records) seen.push({ partition: batch.partition, offset, value: text(value) });
          const last = batch.records.at(-1);
          if (commits && last) await batch.commit(last.offset + 1);
        },
      });
      return { seen, stop: () => consumer.stop() };
    }

    /** A member that has applied so much of each partition, as something outside of the log remembers it. */
    async function memberFrom(applied: number, group: string) {
      const offsets: number[] = [];
      const consumer = await log.consume({
        group,
        topic: 'listens',
        startAt: async () => applied,
        onBatch: async (batch) => {
          offsets.push(...batch.records.map(({ offset }) => offset));
        },
      });
      return { offsets, stop: () => consumer.stop() };
    }

    async function follower(of: EventLog, topic: Topic, onRecords: FollowOptions['onRecords'] = () => {}) {
      const seen: (Seen & { readonly key: string })[] = [];
      const following = await of.follow({
        topic,
        onRecords: (partition, records) => {
          for (const { offset, key, value } of records) seen.push({ partition, offset, key, value: text(value) });
          return onRecords(partition, records);
        },
      });
      return { seen, caughtUp: following.caughtUp, stop: () => following.stop() };
    }

    it('[EL1] keeps keys, bytes and the time of what it acknowledged through a restart', async () => {
      const before = Date.now();
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
      const offsets = await log.append('listens', [{ partition: 1, key: 'béa', value: bytes }, entry('two', 1), entry('other', 2)]);
      const records: unknown[] = [];
      const again = await opened.restart();
      const { stop } = await member(again, 'g', {
        onBatch: async (batch) => {
          for (const { appendedAtMs, value, ...rest } of batch.records) {
            expect(Math.abs(appendedAtMs - before)).toBeLessThan(60_000);
            records.push({ ...rest, partition: batch.partition, value: value && [...value] });
          }
        },
      });
      await until(() => records.length === 3, 'all three arrive');
      expect(records).toEqual(
        expect.arrayContaining([
          { partition: 1, offset: offsets[0], key: 'béa', value: [...bytes] },
          { partition: 1, offset: offsets[1], key: 'ada', value: [...new TextEncoder().encode('two')] },
          { partition: 2, offset: offsets[2], key: 'ada', value: [...new TextEncoder().encode('other')] },
        ]),
      );
      await stop();
    });

    it('[EL1] resolves to offsets in the order of the entries, whatever their partitions, and goes on after a restart', async () => {
      const first = await log.append('listens', [entry('a', 2), entry('b', 0), entry('c', 2), entry('d', 0)]);
      expect(first).toEqual([0, 0, 1, 1]);
      expect(await log.append('listens', [])).toEqual([]);
      const again = await opened.restart();
      expect(await again.append('listens', [entry('e', 2), entry('f', 1)])).toEqual([2, 0]);
    });

    it('[EL2] appends in the order of the calls, also when they overlap', async () => {
      const offsets = await Promise.all(Array.from({ length: 200 }, (_, i) => log.append('listens', [entry(`${i}`), entry(`${i}b`)])));
      expect(offsets.flat()).toEqual(Array.from({ length: 400 }, (_, i) => i));
      const { seen, stop } = await member(log, 'g');
      await until(() => seen.length === 400, 'all 400 arrive');
      expect(valuesOf(seen)).toEqual(Array.from({ length: 200 }, (_, i) => [`${i}`, `${i}b`]).flat());
      await stop();
    });

    it('[EL2] appends a call of thousands in its order, and the next call after it', async () => {
      const many = Array.from({ length: 5_000 }, (_, i) => entry(`${i}`, i % 3));
      const [offsets, next] = await Promise.all([log.append('listens', many), log.append('listens', [entry('next', 2)])]);
      expect(offsets).toEqual(many.map((_, i) => Math.floor(i / 3)));
      expect(next).toEqual([1_666]);
    });

    it('[EL2] misses nothing while appends and reading overlap', async () => {
      const { seen, stop } = await member(log, 'g', { maxBatch: 7 });
      for (let round = 0; round < 20; round++) {
        await Promise.all(Array.from({ length: 10 }, (_, i) => log.append('listens', [entry(`${round * 10 + i}`)])));
      }
      await until(() => seen.length === 200, 'all 200 arrive');
      expect(valuesOf(seen)).toEqual(Array.from({ length: 200 }, (_, i) => `${i}`));
      await stop();
    });

    it('[EL3] hands a partition to one member at a time, batches in order', async () => {
      const inside = new Map<number, number>();
      let most = 0;
      const onBatch = async ({ partition }: LogBatch) => {
        inside.set(partition, (inside.get(partition) ?? 0) + 1);
        most = Math.max(most, inside.get(partition) ?? 0);
        await new Promise((resolve) => setImmediate(resolve));
        inside.set(partition, (inside.get(partition) ?? 0) - 1);
      };
      const a = await member(log, 'g', { onBatch });
      const b = await member(await opened.another(), 'g', { onBatch });
      let appended = 0;
      const more = async () => {
        const entries = [0, 1, 2].map((partition) => entry(`${appended}`, partition));
        await log.append('listens', entries);
        appended += entries.length;
      };
      // The partitions are shared once both have been handed something new.
      await until(async () => {
        await more();
        return a.seen.length > 0 && b.seen.length > 0;
      }, 'both members take part');
      const places = () => new Set([...a.seen, ...b.seen].map(({ partition, offset }) => `${partition}/${offset}`));
      await until(() => places().size === appended, 'everything arrives');
      for (const { seen } of [a, b]) {
        for (const partition of [0, 1, 2]) {
          // A rebalance repeats a stretch; what is new to a member comes in order all the same.
          const offsets = [...new Set(seen.filter((record) => record.partition === partition).map(({ offset }) => offset))];
          expect(offsets).toEqual([...offsets].sort((x, y) => x - y));
        }
      }
      expect(most).toBe(1);
      await Promise.all([a.stop(), b.stop()]);
    });

    it('[EL3] hands a partition on only when the batch in hand is done', async () => {
      const toAll = (value: string) =>
        log.append(
          'listens',
          [0, 1, 2].map((partition) => entry(value, partition)),
        );
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const inside = new Map<number, number>();
      let most = 0;
      const onBatch = async ({ partition }: LogBatch) => {
        inside.set(partition, (inside.get(partition) ?? 0) + 1);
        most = Math.max(most, inside.get(partition) ?? 0);
        await held;
        inside.set(partition, (inside.get(partition) ?? 0) - 1);
      };
      await toAll('one');
      const a = await member(log, 'g', { onBatch });
      await until(() => inside.size > 0, 'a batch is in hand');
      const joining = member(await opened.another(), 'g', { onBatch });
      await toAll('two');
      await toAll('three');
      release();
      const b = await joining;
      const places = () => new Set([...a.seen, ...b.seen].map(({ partition, offset }) => `${partition}/${offset}`));
      await until(() => places().size === 9, 'everything arrives');
      expect(most).toBe(1);
      await Promise.all([a.stop(), b.stop()]);
    });

    it('[EL3] gives the partitions of a member that left to the others, under a new assignment', async () => {
      const assignments = new Set<number>();
      const partitions = new Set<number>();
      const a = await member(log, 'g');
      const b = await member(await opened.another(), 'g', {
        onBatch: async (batch) => {
          assignments.add(batch.assignment);
          partitions.add(batch.partition);
        },
      });
      const toAll = () =>
        log.append(
          'listens',
          [0, 1, 2].map((partition) => entry('x', partition)),
        );
      await until(async () => {
        await toAll();
        return b.seen.length > 0;
      }, 'the second member takes part');
      await a.stop();
      await until(async () => {
        await toAll();
        return partitions.size === 3;
      }, 'the one that stayed has all partitions');
      expect(assignments.size).toBeGreaterThan(1);
      await b.stop();
    });

    it('[EL4] starts a group at what it committed, also after a restart, and a new one at the beginning', async () => {
      await log.append('listens', [entry('one'), entry('two')]);
      const first = await member(log, 'g');
      await until(() => first.seen.length === 2, 'both arrive');
      await first.stop();
      await log.append('listens', [entry('three')]);
      const again = await opened.restart();
      const second = await member(again, 'g');
      const fresh = await member(again, 'h');
      await until(() => second.seen.length === 1 && fresh.seen.length === 3, 'the rest arrives');
      expect(valuesOf(second.seen)).toEqual(['three']);
      await Promise.all([second.stop(), fresh.stop()]);
    });

    it('[EL5] delivers again from the last commit after a throw, batches that were worked through included', async () => {
      await log.append(
        'listens',
        ['one', 'two', 'three', 'four'].map((value) => entry(value)),
      );
      let thrown = false;
      const { seen, stop } = await member(log, 'g', {
        commits: false,
        maxBatch: 1,
        onBatch: async (batch) => {
          const value = text(batch.records[0]?.value);
          if (value === 'two') await batch.commit(batch.records[0]?.offset ?? 0);
          if (value !== 'four' || thrown) return;
          thrown = true;
          throw new Error('the first time it fails');
        },
      });
      await until(() => seen.at(-1)?.value === 'four', 'the one that failed comes again');
      expect(valuesOf(seen)).toEqual(['one', 'two', 'three', 'two', 'three', 'four']);
      await stop();
    });

    it('[EL5] keeps the other partitions going while one fails', async () => {
      await log.append('listens', [entry('bad', 0), entry('good', 1)]);
      const { seen, stop } = await member(log, 'g', {
        onBatch: async (batch) => {
          if (batch.partition === 0) throw new Error('it always fails');
        },
      });
      await until(() => seen.length === 1, 'the good one arrives');
      await log.append('listens', [entry('better', 1)]);
      await until(() => seen.length === 2, 'the next good one arrives');
      expect(valuesOf(seen)).toEqual(['good', 'better']);
      await stop();
    });

    it('[EL5] delivers again what was not committed before a restart', async () => {
      await log.append('listens', [entry('one')]);
      const first = await member(log, 'g', { commits: false });
      await until(() => first.seen.length === 1, 'it arrives');
      await first.stop();
      const second = await member(await opened.restart(), 'g');
      await until(() => second.seen.length === 1, 'it comes to the next member');
      await second.stop();
    });

    it('[EL6] goes back behind the commit where a batch says so', async () => {
      await log.append('listens', [entry('one'), entry('two'), entry('three')]);
      let rewound = false;
      const { seen, stop } = await member(log, 'g', {
        maxBatch: 1,
        onBatch: async (batch) => {
          if (rewound || text(batch.records[0]?.value) !== 'three') return;
          rewound = true;
          batch.seek(1);
        },
      });
      await until(() => seen.length === 5, 'the stretch comes twice');
      expect(valuesOf(seen)).toEqual(['one', 'two', 'three', 'two', 'three']);
      await stop();
    });

    it('[EL6] goes forth where a batch says so, and drops what is left of it', async () => {
      await log.append(
        'listens',
        ['one', 'two', 'three', 'four'].map((value) => entry(value)),
      );
      const { seen, stop } = await member(log, 'g', {
        maxBatch: 1,
        onBatch: async (batch) => {
          if (text(batch.records[0]?.value) === 'one') batch.seek(3);
        },
      });
      await until(() => seen.length === 2, 'the last arrives');
      expect(valuesOf(seen)).toEqual(['one', 'four']);
      await stop();
    });

    it('[EL12] goes back to where its handler stands, though nothing new comes, and never ahead of the commit', async () => {
      await log.append('listens', [entry('one'), entry('two'), entry('three'), entry('four')]);
      const first = await member(log, 'g');
      await until(() => first.seen.length === 4, 'all arrive');
      await first.stop();
      const behind = await memberFrom(1, 'g');
      await until(() => behind.offsets.length >= 3, 'what was lost comes again');
      await behind.stop();
      expect(behind.offsets).toEqual([1, 2, 3]);

      const other = await member(log, 'h', { maxBatch: 2, onBatch: async (batch) => batch.commit(2), commits: false });
      await until(() => other.seen.length === 4, 'all arrive');
      await other.stop();
      const ahead = await memberFrom(4, 'h');
      await until(() => ahead.offsets.length >= 2, 'what was not committed comes again');
      await ahead.stop();
      expect(ahead.offsets).toEqual([2, 3]);
    });

    it('[EL13] hands over together what came within the time that a handler may wait', async () => {
      const batches: number[] = [];
      const gatherMs = 1_000;
      const onBatch = async ({ records }: LogBatch) => void batches.push(records.length);
      const consumer = await log.consume({ group: 'g', topic: 'track-steps', gatherMs, onBatch });
      const followed: number[] = [];
      const onRecords: FollowOptions['onRecords'] = (_, records) => void followed.push(...records.map(({ offset }) => offset));
      const follower = await log.follow({ topic: 'track-steps', gatherMs, onRecords });
      for (let i = 0; i < 12; i++) await log.append('track-steps', [entry(String(i))]);
      const handed = () => batches.reduce((sum, count) => sum + count, 0);
      await until(() => handed() === 12 && followed.length === 12, 'all of them arrive');
      expect(batches.length).toBeLessThan(6);
      await consumer.stop();
      await follower.stop();
    });

    it('[EL7] shows a follower every partition from the beginning, and what comes', async () => {
      await log.append('track-states', [entry('old', 0, 't1'), entry('t2', 1, 't2')]);
      await log.append('track-states', [entry('new', 0, 't1')]);
      const states = new Map<string, string | null>();
      const { seen, caughtUp, stop } = await follower(await opened.another(), 'track-states', (_, records) => {
        for (const { key, value } of records) states.set(key, text(value));
      });
      await caughtUp;
      expect(Object.fromEntries(states)).toEqual({ t1: 'new', t2: 't2' });
      await log.append('track-states', [entry('newer', 0, 't1'), entry(null, 1, 't2')]);
      await until(() => states.get('t1') === 'newer' && states.get('t2') === null, 'the updates arrive');
      for (const partition of [0, 1]) {
        const offsets = seen.filter((record) => record.partition === partition).map(({ offset }) => offset);
        expect(offsets).toEqual([...new Set(offsets)].sort((x, y) => x - y));
      }
      await stop();
    });

    it('[EL7] lets followers follow side by side, and after each other, everything each time', async () => {
      await log.append('track-states', [entry('a', 0, 't1'), entry('b', 1, 't2')]);
      for (const of of [log, await opened.another()]) {
        const [one, two] = await Promise.all([follower(of, 'track-states'), follower(of, 'track-states')]);
        await Promise.all([one.caughtUp, two.caughtUp]);
        expect([one.seen.length, two.seen.length]).toEqual([2, 2]);
        await Promise.all([one.stop(), two.stop()]);
      }
    });

    it('[EL7] hands nothing more of a partition over while its follower has no room, however long', async () => {
      await log.append('track-steps', [entry('0'), entry('1')]);
      let isRoom = () => {};
      const room = new Promise<void>((resolve) => {
        isRoom = resolve;
      });
      const { seen, stop } = await follower(log, 'track-steps', () => room);
      await until(() => seen.length === 2, 'the first records arrive');
      await log.append('track-steps', [entry('2')]);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(valuesOf(seen)).toEqual(['0', '1']);
      isRoom();
      await log.append('track-steps', [entry('3')]);
      await until(() => seen.length === 4, 'the others arrive');
      expect(valuesOf(seen)).toEqual(['0', '1', '2', '3']);
      await stop();
    });

    it('[EL7] hands a follower the records again that it threw at', async () => {
      let isSpoilt = true;
      const { seen, caughtUp, stop } = await follower(log, 'track-steps', () => {
        if (!isSpoilt) return;
        isSpoilt = false;
        throw new Error('not now');
      });
      await caughtUp;
      await log.append('track-steps', [entry('one')]);
      await until(() => seen.length === 2, 'it arrives twice');
      expect(valuesOf(seen)).toEqual(['one', 'one']);
      await log.append('track-steps', [entry('two')]);
      await until(() => seen.length === 3, 'the next arrives');
      expect(seen.at(-1)).toMatchObject({ offset: 1, value: 'two' });
      await stop();
    });

    it('[EL7] is caught up at once with a topic that holds nothing', async () => {
      const { caughtUp, seen, stop } = await follower(log, 'segue-meta');
      await caughtUp;
      expect(seen).toEqual([]);
      await stop();
    });

    it('[EL8] tells starts and ends and what groups have committed', async () => {
      await log.append('listens', [entry('one', 1), entry('two', 1)]);
      expect(await log.starts('listens')).toEqual([0, 0, 0]);
      expect(await log.ends('listens')).toEqual([0, 2, 0]);
      expect(await log.committed('nobody', 'listens')).toEqual([null, null, null]);
      const { seen, stop } = await member(log, 'g');
      await until(() => seen.length === 2, 'both arrive');
      await stop();
      expect((await log.committed('g', 'listens'))[1]).toBe(2);
    });

    it('[EL9] refuses to append, with log_unavailable, once it is closed', async () => {
      const other = await opened.restart();
      await expect(log.append('listens', [entry('late')])).rejects.toMatchObject({ code: 'log_unavailable' });
      await expect(log.ready()).rejects.toMatchObject({ code: 'log_unavailable' });
      expect(await other.ends('listens')).toEqual([0, 0, 0]);
    });

    it('[EL10] tells how many partitions there really are, whatever a later start asks for', async () => {
      expect(log.partitions('listens')).toBe(3);
      expect(log.partitions('segue-meta')).toBeGreaterThanOrEqual(1);
      expect((await opened.restart(5)).partitions('listens')).toBe(3);
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
      await log.append('listens', [entry('two')]);
      release();
      await stopped;
      expect(await log.committed('g', 'listens')).toEqual([1, null, null]);
      expect(valuesOf(slow.seen)).toEqual(['one']);
    });
  });
}

interface MemberOptions {
  readonly commits?: boolean;
  readonly maxBatch?: number;
  readonly onBatch?: (batch: LogBatch) => Promise<void>;
}
