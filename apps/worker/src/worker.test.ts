import { MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { asEventId, asListenerId } from '@segue/core/events';
import { unpackTaste, unpackTrackState } from '@segue/core/model';
import { type EventLog, GROUPS, type OnlineStore } from '@segue/core/ports';
import { anEvent, completes, likes, skips, trackId, until } from '@segue/core/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { aHistory } from './testing/a-history.ts';
import { aCatalogue, appendAll, committedOf, learntOf, untilLearnt, workerOn } from './testing/learning.ts';
import type { Worker } from './worker.ts';

const WHO = ['ada', 'ben', 'cleo'];
const ada = asListenerId('ada');
const [history] = fc.sample(aHistory(400, 300), { numRuns: 1, seed: 11 });
const events = history ?? [];
const tasteOf = async (store: OnlineStore) => {
  const [stored] = await store.tastes.load(0, [ada]);
  return stored ? unpackTaste(stored.record) : null;
};
const trackOf = async (store: OnlineStore, number: number) => {
  const [record] = await store.tracks.load(0, [trackId(number)]);
  return record ? unpackTrackState(record) : null;
};
/** The same identity in every log, so that positions in records are the same. */
const IDENTITY = { epoch: 5, listenPartitions: 1, stepPartitions: 1 };

const open: Worker[] = [];
async function started(log: EventLog, store: OnlineStore, deps: Partial<Parameters<typeof workerOn>[0]> = {}): Promise<Worker> {
  const worker = workerOn({ log, store, catalogue: await aCatalogue(), identity: IDENTITY, ...deps });
  open.push(worker);
  await worker.start();
  return worker;
}
afterEach(async () => {
  for (const worker of open.splice(0)) await worker.stop().catch(() => {});
});

describe('one process', () => {
  it('[L3] learns the same model from the same log, to the bit, however its appends and starts were cut', async () => {
    const whole = { log: MemoryEventLog.create(), store: openMemoryOnlineStore() };
    await appendAll(whole.log, events);
    const inOne = await started(whole.log, whole.store);
    await untilLearnt(whole.log, whole.store);
    await inOne.stop();

    const pieces = { log: MemoryEventLog.create(), store: openMemoryOnlineStore() };
    for (let from = 0; from < events.length; from += 90) {
      const worker = await started(pieces.log, pieces.store);
      for (const event of events.slice(from, from + 90)) await appendAll(pieces.log, [event]);
      await untilLearnt(pieces.log, pieces.store);
      await worker.stop();
    }
    expect(await learntOf(pieces.log, pieces.store, WHO)).toEqual(await learntOf(whole.log, whole.store, WHO));
  });

  it('[L3] reads what listeners are on the whole from its own records, not from what was published of a later time', async () => {
    const whole = { log: MemoryEventLog.create(), store: openMemoryOnlineStore() };
    await appendAll(whole.log, events);
    const worker = await started(whole.log, whole.store);
    await untilLearnt(whole.log, whole.store);
    await worker.stop();
    // The store is gone; log, commits and everything published are there.
    const anew = openMemoryOnlineStore();
    const second = await started(whole.log, anew);
    await untilLearnt(whole.log, anew);
    await second.stop();
    expect(await learntOf(whole.log, anew, WHO)).toEqual(await learntOf(whole.log, whole.store, WHO));
  });

  it('[L2] learns what an emptied store lost at the start, though nobody sends anything new', async () => {
    const log = MemoryEventLog.create();
    await appendAll(log, events);
    const before = openMemoryOnlineStore();
    const worker = await started(log, before);
    await untilLearnt(log, before);
    await worker.stop();
    expect(await committedOf(log)).toBe(events.length);
    const emptied = openMemoryOnlineStore();
    await started(log, emptied);
    await untilLearnt(log, emptied);
    expect((await tasteOf(emptied))?.revision).toBe((await tasteOf(before))?.revision);
  });

  it('[L2] takes back in a new process all that an undone listen gave the track', async () => {
    const log = MemoryEventLog.create();
    const store = openMemoryOnlineStore();
    // Enough tracks that none of these is loaded as one drawn by chance.
    const catalogue = await aCatalogue(3_000);
    const others = Array.from({ length: 5 }, (_, i) => anEvent(completes(1), { listenerId: asListenerId(`other-${i}`), number: 1 }));
    const own = Array.from({ length: 8 }, (_, i) => anEvent(completes(i + 1), { number: i + 1 }));
    // A start goes back over one chunk: what was heard lies further back than that.
    const since = Array.from({ length: 300 }, (_, i) =>
      anEvent(completes(9 + (i % 3)), { listenerId: asListenerId('since'), number: i + 1 }),
    );
    const worker = await started(log, store, { catalogue });
    await appendAll(log, others);
    await untilLearnt(log, store);
    const before = await trackOf(store, 1);
    await appendAll(log, [...own, ...since]);
    await untilLearnt(log, store);
    expect((await trackOf(store, 1))?.people.value).toBeCloseTo((before?.people.value ?? 0) + 1, 3);
    await worker.stop();

    for (let number = 1; number <= 8; number++) {
      const again = await started(log, store, { catalogue });
      await appendAll(log, [anEvent({ type: 'undo', event: asEventId(`outbox-1:${number}`) }, { number: number + 8 })]);
      await untilLearnt(log, store);
      await again.stop();
    }
    const after = await trackOf(store, 1);
    expect(after?.people.value).toBeCloseTo(before?.people.value ?? 0, 3);
    for (const [i, value] of (after?.vector ?? []).entries()) expect(value).toBeCloseTo(before?.vector[i] ?? Number.NaN, 5);
    expect(after?.knownPeople).toEqual(before?.knownPeople);
    expect(after?.knownPeople.size).toBe(5);
  });

  it('[L3] an undone event is as if it had never been: the taste to the bit, the popularity of its track', async () => {
    const learn = async (what: readonly ReturnType<typeof anEvent>[]) => {
      const log = MemoryEventLog.create();
      const store = openMemoryOnlineStore();
      await appendAll(log, what);
      const worker = await started(log, store);
      await untilLearnt(log, store);
      await worker.stop();
      return { state: (await tasteOf(store))?.state, heat: (await trackOf(store, 3))?.people.value ?? 0 };
    };
    const one = [completes(1), skips(2), completes(3), likes(4)].map((act, i) => anEvent(act, { number: i + 1 }));
    const undo = anEvent({ type: 'undo', event: asEventId('outbox-1:3') }, { number: 5 });
    const undone = await learn([...one, undo]);
    const without = await learn(one.filter(({ number }) => number !== 3));
    expect(undone.state).toEqual(without.state);
    expect(undone.heat).toBeCloseTo(without.heat, 6);
  });
});

describe('stopping', () => {
  it('[L9] finishes and commits what is in hand, and publishes what waits', async () => {
    const log = MemoryEventLog.create();
    const inner = openMemoryOnlineStore();
    let inHand = () => {};
    const reached = new Promise<void>((resolve) => {
      inHand = resolve;
    });
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const store: OnlineStore = {
      ...inner,
      tastes: {
        ...inner.tastes,
        save: async (chunk) => {
          inHand();
          await held;
          return inner.tastes.save(chunk);
        },
      },
    };
    // What is in hand ends when the learner is being waited for, and no sooner.
    const waiting: EventLog = {
      append: (topic, entries) => log.append(topic, entries),
      consume: async (options) => {
        const consumer = await log.consume(options);
        const stop = () => {
          const stopped = consumer.stop();
          if (options.group === GROUPS.learn) goOn();
          return stopped;
        };
        return { stop };
      },
      follow: (options) => log.follow(options),
      partitions: (topic) => log.partitions(topic),
      starts: (topic) => log.starts(topic),
      ends: (topic) => log.ends(topic),
      committed: (group, topic) => log.committed(group, topic),
      ready: () => log.ready(),
      close: () => log.close(),
    };
    const worker = await started(waiting, store);
    await appendAll(log, events.slice(0, 20));
    await reached;
    await worker.stop();
    expect((await store.tastes.mark(0))?.offset).toBe(19);
    expect(await committedOf(log)).toBe(20);
    expect(await committedOf(log, 'project')).toBe(20);
    expect((await log.ends('track-states'))[0]).toBeGreaterThan(0);
    expect(worker.down()).toEqual(['starting']);
  });

  it('[L9] leaves nothing running when one part cannot end well, and says which', async () => {
    const log = MemoryEventLog.create();
    const store = openMemoryOnlineStore();
    let away = false;
    const broken: EventLog = {
      append: (topic, entries) => (away && topic === 'track-states' ? Promise.reject(new Error('no answer')) : log.append(topic, entries)),
      consume: (options) => log.consume(options),
      follow: (options) => log.follow(options),
      partitions: (topic) => log.partitions(topic),
      starts: (topic) => log.starts(topic),
      ends: (topic) => log.ends(topic),
      committed: (group, topic) => log.committed(group, topic),
      ready: () => log.ready(),
      close: () => log.close(),
    };
    const worker = await started(broken, store);
    away = true;
    await appendAll(log, events.slice(0, 20));
    await untilLearnt(log, store);
    await expect(worker.stop()).rejects.toThrow(/no answer/);
    expect(await committedOf(log)).toBe(20);
  });
});

describe('what is told of each step', () => {
  it('is of gestures alone, as many in each: what is shown and what is sought are none', async () => {
    const log = MemoryEventLog.create();
    const store = openMemoryOnlineStore();
    const steps: string[] = [];
    const observer = { step: (step: string) => void steps.push(step), note: () => {}, outcome: () => {} };
    const worker = await started(log, store, { observer });
    await appendAll(log, [
      anEvent({ type: 'impression', rows: [{ trackId: trackId(2), rank: 0, propensity: 1 }] }, { number: 1 }),
      anEvent(likes(2), { number: 2 }),
      anEvent({ type: 'seek', trackId: trackId(2), fromSeconds: 5, toSeconds: 20 }, { number: 3 }),
      anEvent(skips(3), { number: 4 }),
    ]);
    await untilLearnt(log, store);
    await worker.stop();
    expect(steps.toSorted()).toEqual(['learn', 'learn', 'store', 'store', 'wait', 'wait']);
  });
});

describe('a malformed record of the log', () => {
  it('[L10] is set aside with its place, the field and the reason, once, and what is behind it is learnt', async () => {
    const log = MemoryEventLog.create();
    const store = openMemoryOnlineStore();
    const encoded = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
    const wrong = { ...anEvent(completes(1)), act: { type: 'skip', trackId: 't1', heardFraction: 1.7 } };
    const outcomes: string[] = [];
    await log.append('listens', [
      { partition: 0, key: 'ada', value: encoded('{"v":1,') },
      { partition: 0, key: 'ada', value: encoded(wrong) },
      { partition: 0, key: 'ada', value: null },
    ]);
    await appendAll(log, [anEvent(likes(2), { number: 1 })]);
    const observer = { step: () => {}, note: () => {}, outcome: (outcome: string) => void outcomes.push(outcome) };
    const worker = await started(log, store, { observer });
    await untilLearnt(log, store);
    await worker.stop();
    const refused: Record<string, unknown>[] = [];
    const follower = await log.follow({
      topic: 'listens-refused',
      onRecords: (_, records) => void refused.push(...records.map(({ value }) => JSON.parse(new TextDecoder().decode(value ?? undefined)))),
    });
    await follower.caughtUp;
    expect(refused).toMatchObject([
      { code: 'event_malformed', partition: 0, offset: 0, field: '', reason: 'not JSON in UTF-8' },
      { code: 'event_malformed', partition: 0, offset: 1, field: 'act.heardFraction' },
      { code: 'event_malformed', partition: 0, offset: 2, reason: 'empty' },
    ]);
    expect(Buffer.from(String(refused[0]?.['bytes']), 'base64').toString()).toBe('{"v":1,');
    expect((await tasteOf(store))?.revision).toBe(1);
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'learnt']);
  });
});

describe('the projection', () => {
  it('[L2] [L14] writes likes, blocks and history once, however often they come, and an erase removes them', async () => {
    const log = MemoryEventLog.create();
    const store = openMemoryOnlineStore();
    const catalogue = await aCatalogue();
    await appendAll(log, [
      anEvent(completes(1), { number: 1 }),
      anEvent(likes(2), { number: 2 }),
      anEvent(likes(2), { number: 2 }),
      anEvent({ type: 'block', subject: { kind: 'track', id: trackId(3) } }, { number: 3 }),
      anEvent(skips(4, 0.2), { number: 4, origin: 'probe' }),
    ]);
    const first = await started(log, store, { catalogue });
    await until(async () => (await committedOf(log, 'project')) === 5, 'it is projected');
    await first.stop();
    const landed = async () => ({
      likes: await catalogue.likes(ada),
      blocks: await catalogue.blocks(ada),
      history: (await catalogue.history(ada, { limit: 50 })).map(({ trackId: id, type }) => `${type} ${id}`),
    });
    const once = await landed();
    expect(once).toMatchObject({ likes: ['t2'], blocks: { tracks: ['t3'] } });
    expect(once.history.filter((line) => line === 'like t2')).toHaveLength(1);
    expect(once.history.join()).not.toContain('t4');

    // A group that never committed begins again: everything is delivered a second time.
    const again = MemoryEventLog.create();
    const records: { key: string; value: Uint8Array | null }[] = [];
    const follower = await log.follow({ topic: 'listens', onRecords: (_, all) => void records.push(...all) });
    await follower.caughtUp;
    await again.append(
      'listens',
      records.map(({ key, value }) => ({ partition: 0, key, value })),
    );
    await started(again, openMemoryOnlineStore(), { catalogue });
    await until(async () => (await committedOf(again, 'project')) === 5, 'it is projected again');
    expect(await landed()).toEqual(once);

    await appendAll(again, [anEvent({ type: 'erase' }, { number: 5 })]);
    await until(async () => (await committedOf(again, 'project')) === 6, 'the erase is projected');
    expect(await landed()).toEqual({ likes: [], blocks: { tracks: [], artists: [] }, history: [] });
  });
});

it('keeps no record of a track that the catalogue does not know', async () => {
  const log = MemoryEventLog.create();
  const store = openMemoryOnlineStore();
  await appendAll(log, [anEvent(completes(99), { number: 1 }), anEvent(completes(1), { number: 2 })]);
  await started(log, store);
  await untilLearnt(log, store);
  await until(async () => (await trackOf(store, 1)) !== null, 'the known one is taught');
  expect(await trackOf(store, 99)).toBeNull();
});
