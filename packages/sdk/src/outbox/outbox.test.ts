import 'fake-indexeddb/auto';
import type { Act } from '@segue/core/events';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aLike, anEvent, anImpression, aSeek } from '../testing/builders.ts';
import type { Disk } from './disk.ts';
import { openIndexedDbDisk } from './indexeddb-disk.ts';
import { createMemoryDisk } from './memory-disk.ts';
import { BLOCK, CAPACITY, type Draft, MOST_BEHIND, Outbox, type Reserved } from './outbox.ts';

let made = 0;
const aDraft = (act: Act = aLike('a'), changes: Partial<Draft> = {}): Draft => ({
  given: anEvent(++made),
  reserved: null,
  atMs: 1_000,
  occurredAt: null,
  shown: null,
  trace: null,
  act,
  sends: 0,
  ...changes,
});
const time = (atMs: number): string => new Date(atMs).toISOString();
const none = new Set<string>();

const disks: readonly (readonly [string, () => Promise<Disk>])[] = [
  ['MemoryDisk', async () => createMemoryDisk()],
  ['IndexedDbDisk', () => openIndexedDbDisk(`test-${++made}`)],
];

describe.each(disks)('an outbox on a %s', (_name, open) => {
  let disk: Disk;
  let outbox: Outbox;
  let ids: number;
  beforeEach(async () => {
    ids = 0;
    disk = await open();
    outbox = new Outbox({ disk, newId: () => `outbox-${++ids}` });
  });
  afterEach(() => outbox.close());

  const begin = async (): Promise<void> => {
    await outbox.add([aDraft()]);
    const { entries } = await outbox.take(1, none, time);
    await outbox.settle(entries, true);
  };

  it('[OD1] takes back all of a transaction that failed', async () => {
    await outbox.add([aDraft()]);
    const broken = disk.transact(async (tx) => {
      tx.delete({ gen: 1, number: 1 });
      await tx.meta();
      throw new Error('half way');
    }, false);
    await expect(broken).rejects.toThrow('half way');
    expect((await outbox.held()).entries).toHaveLength(1);
  });

  it('[OD4] gives back what stands without a write', async () => {
    await outbox.add([aDraft(aLike('a')), aDraft(aLike('b'))]);
    const { meta, entries } = await disk.read();
    expect(meta).toMatchObject({ outbox: 'outbox-1', next: 3, held: 2 });
    expect(entries.map(({ act }) => act)).toEqual([aLike('a'), aLike('b')]);
  });

  it('[OD2] [OD3] numbers gestures in their order and hands them out so, each with its time fixed once', async () => {
    await Promise.all([outbox.add([aDraft(aLike('a')), aDraft(aLike('b'))]), outbox.add([aDraft(aLike('c'))])]);
    const first = await outbox.take(2, none, () => '2026-01-01T00:00:00.000Z');
    expect(first.entries.map((entry) => [entry.number, entry.sends])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    const again = await outbox.take(5, new Set(['1:2']), () => '2030-01-01T00:00:00.000Z');
    expect(again.entries.map((entry) => [entry.number, entry.sends, entry.occurredAt])).toEqual([
      [1, 2, '2026-01-01T00:00:00.000Z'],
      [3, 1, '2030-01-01T00:00:00.000Z'],
    ]);
  });

  it('forgets what was settled, and counts what is held', async () => {
    await outbox.add([aDraft(), aDraft()]);
    const { entries } = await outbox.take(1, none, time);
    expect((await outbox.settle(entries, true)).mark.held).toBe(1);
    // Settled twice is settled once.
    expect((await outbox.settle(entries, true)).mark.held).toBe(1);
  });

  it('sets no numbers aside before the server has acked one, for the first that it sees must be the first', async () => {
    expect((await outbox.reserve(BLOCK)).numbers).toEqual([]);
    await begin();
    const { numbers } = await outbox.reserve(BLOCK);
    expect(numbers.map((one) => one.number)).toEqual(Array.from({ length: BLOCK }, (_, i) => i + 2));
    expect((await outbox.reserve(1)).numbers[0]?.number).toBe(BLOCK + 2);
  });

  it('[L2] gives a new number to what lies so far back that the learner could take it for an old one', async () => {
    await begin();
    const { numbers } = await outbox.reserve(BLOCK);
    const reserved = numbers[0] as Reserved;
    await outbox.reserve(MOST_BEHIND - BLOCK);
    const near = await outbox.add([aDraft(aLike('a'), { reserved, given: anEvent(900) })]);
    expect(near.placed[0]?.event).toBe('outbox-1:2');
    await outbox.reserve(BLOCK);
    const [, second] = numbers as [Reserved, Reserved];
    const far = await outbox.add([
      aDraft(aLike('b'), { reserved: second, given: anEvent(901) }),
      aDraft({ type: 'undo', event: anEvent(901) }),
    ]);
    const moved = far.placed[0]?.event;
    expect(Number(moved?.split(':')[1])).toBeGreaterThan(MOST_BEHIND);
    // The undo behind it names what is really sent.
    expect((await outbox.held()).entries.at(-1)?.act).toEqual({ type: 'undo', event: moved });
  });

  it('moves to a new outbox what the log cannot have, and gives up what it may have', async () => {
    await outbox.add([aDraft(aLike('a'), { given: anEvent(1) }), aDraft(aLike('b'), { given: anEvent(2) })]);
    await outbox.add([aDraft(aLike('c'), { given: anEvent(3) }), aDraft(aLike('d'), { given: anEvent(4) })]);
    await outbox.take(1, none, time);
    // The first was sent twice, the second once; both were answered outbox_unknown.
    const { entries } = await outbox.take(2, none, time);
    const { renamed, lost, mark } = await outbox.rotate(entries);
    expect(lost.map((entry) => entry.given)).toEqual([anEvent(1)]);
    expect(renamed).toEqual([
      { given: anEvent(2), event: 'outbox-2:1' },
      { given: anEvent(3), event: 'outbox-2:2' },
      { given: anEvent(4), event: 'outbox-2:3' },
    ]);
    expect(mark).toMatchObject({ outbox: 'outbox-2', held: 3, next: 4, begun: false });
    const next = await outbox.take(9, none, time);
    expect(next.entries.map((entry) => entry.given)).toEqual([anEvent(2), anEvent(3), anEvent(4)]);
  });

  it('ends in a refusal, not in a loop, where the server never knows an outbox', async () => {
    await outbox.add([aDraft()]);
    let lost = 0;
    for (let round = 0; round < 10 && lost === 0; round++) {
      const { entries } = await outbox.take(1, none, time);
      lost = (await outbox.rotate(entries)).lost.length;
    }
    expect(lost).toBe(1);
    expect((await outbox.look()).mark.held).toBe(0);
  });

  it('lends the sending to one tab at a time', async () => {
    expect(await outbox.lease('one', 1_000, 4_000)).toBe(true);
    expect(await outbox.lease('two', 2_000, 4_000)).toBe(false);
    expect(await outbox.lease('one', 4_000, 4_000)).toBe(true);
    expect(await outbox.lease('two', 8_001, 4_000)).toBe(true);
    // A clock that was set back must not keep the lease for years.
    expect(await outbox.lease('one', -1_000_000, 4_000)).toBe(true);
  });

  it('[L8] holds 5,000, then drops impressions, then seeks, oldest first, then turns away; and counts all', async () => {
    const fill = Array.from({ length: CAPACITY - 3 }, () => aDraft());
    await outbox.add([aDraft(aSeek('s')), aDraft(anImpression('i1')), aDraft(anImpression('i2')), ...fill]);
    const one = await outbox.add([aDraft(aLike('x'))]);
    expect(one.mark).toMatchObject({ held: CAPACITY, dropped: { impression: 1, seek: 0, other: 0 } });
    expect((await outbox.held()).entries.some((entry) => entry.act.type === 'impression' && entry.act.rows[0]?.trackId === 'i1')).toBe(
      false,
    );
    const more = await outbox.add([aDraft(), aDraft(), aDraft()]);
    expect(more.mark).toMatchObject({ held: CAPACITY, dropped: { impression: 2, seek: 1, other: 1 } });
    expect(more.placed.map((placed) => placed.event === null)).toEqual([false, false, true]);
    const silent = await outbox.add([aDraft(anImpression('i3')), aDraft(aSeek('s2'))]);
    expect(silent.mark).toMatchObject({ held: CAPACITY, dropped: { impression: 3, seek: 2, other: 1 } });
  });
});

it('keeps the outbox of a browser profile over visits', async () => {
  const name = `test-${++made}`;
  const first = new Outbox({ disk: await openIndexedDbDisk(name), newId: () => 'first' });
  await first.add([aDraft(aLike('kept'))]);
  first.close();
  const second = new Outbox({ disk: await openIndexedDbDisk(name), newId: () => 'second' });
  const { entries, mark } = await second.held();
  expect(entries.map((entry) => entry.act)).toEqual([aLike('kept')]);
  expect(mark.outbox).toBe('first');
  second.close();
});

it('knows that its database was taken from it', async () => {
  const name = `test-${++made}`;
  const disk = await openIndexedDbDisk(name);
  expect(disk.taken).toBe(false);
  await deleteDB(name);
  expect(disk.taken).toBe(true);
});
