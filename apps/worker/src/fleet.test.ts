import { randomUUID } from 'node:crypto';
import { openBackends } from '@segue/backends/configured';
import { asListenerId, asOutboxId, type ListenEvent, partitionOf } from '@segue/core/events';
import { unpackTaste, unpackTrackState } from '@segue/core/model';
import type { EventLog, OnlineStore } from '@segue/core/ports';
import { anEvent, completes, someTracks, trackId, until } from '@segue/core/testing';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';
import { relearn } from './relearn/relearn.ts';
import { appendAll, committedOf, nowMs, SEED, untilLearnt, workerOn } from './testing/learning.ts';

const TRACKS = 6;
const LISTENERS = Array.from({ length: 30 }, (_, i) => `listener-${i}`);
const { KAFKA_BROKERS: brokers, REDIS_URL: redis, DATABASE_URL: database } = process.env;

/** Everyone hears one track after another, to the end. */
function heard(from: number, to: number): ListenEvent[] {
  return Array.from({ length: to - from }, (_, i) => from + i).flatMap((n) =>
    LISTENERS.map((name, i) =>
      anEvent(completes((n + i) % TRACKS), {
        listenerId: asListenerId(name),
        outbox: asOutboxId(name),
        number: n + 1,
        // One time for all, so that popularity is a plain sum.
        receivedAtMs: 1_750_000_000_000,
        occurredAtMs: 1_750_000_000_000,
      }),
    ),
  );
}

describe.skipIf(!brokers || !redis || !database)('on Kafka, Redis and Postgres', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close().catch(() => {});
  });

  async function member(prefix: string, instance: string) {
    const settings = {
      KAFKA_BROKERS: brokers,
      REDIS_URL: redis,
      DATABASE_URL: database,
      SEGUE_PREFIX: prefix,
      LISTENS_PARTITIONS: '4',
      TRACK_STEPS_PARTITIONS: '2',
      TRACK_STATES_PARTITIONS: '1',
    };
    const { backends } = loadConfig(settings);
    const opened = await openBackends({ settings: backends, instance, home: '', onProblem: () => {} });
    closing.push(() => opened.close());
    return opened;
  }

  const revisionsOf = async (log: EventLog, store: OnlineStore) => {
    const revisions: number[] = [];
    for (const name of LISTENERS) {
      const listener = asListenerId(name);
      const [stored] = await store.tastes.load(partitionOf(listener, log.partitions('listens')), [listener]);
      revisions.push(stored ? unpackTaste(stored.record).revision : 0);
    }
    return revisions;
  };
  /** Listens counted by each track. Any step applied twice, or lost, shows here. */
  const listensOf = async (log: EventLog, store: OnlineStore) => {
    const listens: number[] = [];
    for (let n = 0; n < TRACKS; n++) {
      const [record] = await store.tracks.load(partitionOf(trackId(n), log.partitions('track-steps')), [trackId(n)]);
      listens.push(record ? Math.round(unpackTrackState(record).people.value * 1e6) / 1e6 : 0);
    }
    return listens;
  };

  /** What lies in `listens-refused`. */
  async function refusedIn(log: EventLog): Promise<Record<string, unknown>[]> {
    const refused: Record<string, unknown>[] = [];
    const follower = await log.follow({
      topic: 'listens-refused',
      onRecords: (_, records) => void refused.push(...records.map(({ value }) => JSON.parse(new TextDecoder().decode(value ?? undefined)))),
    });
    await follower.caughtUp;
    await follower.stop();
    return refused;
  }

  it('[L2] [L9] [L10] two workers, one abandoned in the middle and one closed: everything is learnt once; relearning comes to the same', async () => {
    const prefix = `t-${randomUUID().slice(0, 18)}`;
    const [one, two] = [await member(prefix, 'one'), await member(prefix, 'two')];
    await one.catalogue.putTracks(someTracks(TRACKS));
    await appendAll(one.log, heard(0, 5));
    // Between others of its partition, and of its listener.
    const partition = partitionOf(asListenerId('listener-0'), one.log.partitions('listens'));
    const [offset] = await one.log.append('listens', [{ partition, key: 'listener-0', value: new TextEncoder().encode('{"v":1,') }]);
    await appendAll(one.log, heard(5, 10));

    // An abandoned one's writes never end: it commits nothing, says nothing more, and leaves no group.
    let abandoned = false;
    let end: (cause: Error) => void = () => {};
    const never = new Promise<never>((_, reject) => {
      end = reject;
    });
    never.catch(() => {});
    closing.push(async () => end(new Error('the test is over')));
    const gone = () => (abandoned ? never : undefined);
    const store: OnlineStore = {
      ...one.store,
      tastes: { ...one.store.tastes, save: async (chunk) => (await gone()) ?? one.store.tastes.save(chunk) },
      tracks: { ...one.store.tracks, save: async (chunk) => (await gone()) ?? one.store.tracks.save(chunk) },
    };
    const first = workerOn({ ...one, store, alone: false });
    const second = workerOn({ ...two, alone: false });
    await Promise.all([first.start(), second.start()]);
    closing.push(() => second.stop());
    await untilLearnt(two.log, two.store, 40_000);

    abandoned = true;
    await appendAll(two.log, heard(10, 20));
    await untilLearnt(two.log, two.store, 40_000);

    await second.stop();
    const ends = (await two.log.ends('listens')).reduce((sum, end) => sum + end, 0);
    expect(await committedOf(two.log)).toBe(ends);

    const three = await member(prefix, 'three');
    const third = workerOn({ ...three, alone: false });
    await appendAll(three.log, heard(20, 25));
    // Sent again with the numbers that they had.
    await appendAll(three.log, heard(20, 22));
    await third.start();
    closing.push(() => third.stop());
    const each = (LISTENERS.length * 25) / TRACKS;
    await untilLearnt(three.log, three.store, 40_000);
    await until(async () => (await listensOf(three.log, three.store)).every((count) => count >= each), 'tracks have learnt it', 40_000);
    await until(async () => (await committedOf(three.log, 'project')) >= LISTENERS.length * 27 + 1, 'it is projected', 40_000);
    expect(await listensOf(three.log, three.store)).toEqual(Array.from({ length: TRACKS }, () => each));
    expect(await revisionsOf(three.log, three.store)).toEqual(LISTENERS.map(() => 27));
    expect(await three.catalogue.history(asListenerId('listener-0'), { limit: 100 })).toHaveLength(25);
    await third.stop();
    const refused = [{ code: 'event_malformed', topic: 'listens', partition, offset, reason: 'not JSON in UTF-8' }];
    expect(await refusedIn(three.log)).toMatchObject(refused);

    await relearn({ ...three, seed: SEED, now: nowMs, wipe: true, fleet: true, say: () => {} });
    expect(await listensOf(three.log, three.store)).toEqual(Array.from({ length: TRACKS }, () => each));
    expect(await revisionsOf(three.log, three.store)).toEqual(LISTENERS.map(() => 27));
    // The fleet goes on from there: steps that are old are not applied again, new ones are.
    const four = await member(prefix, 'four');
    const fourth = workerOn({ ...four, alone: false });
    await fourth.start();
    closing.push(() => fourth.stop());
    await appendAll(four.log, heard(25, 31));
    const then = (LISTENERS.length * 31) / TRACKS;
    await until(async () => (await listensOf(four.log, four.store)).every((count) => count >= then), 'tracks learn on', 40_000);
    expect(await listensOf(four.log, four.store)).toEqual(Array.from({ length: TRACKS }, () => then));
  }, 180_000);

  it('relearns what stands, where a whole partition has expired', async () => {
    const prefix = `t-${randomUUID().slice(0, 18)}`;
    const one = await member(prefix, 'one');
    await one.catalogue.putTracks(someTracks(TRACKS));
    await appendAll(one.log, heard(0, 3));
    const ends = await one.log.ends('listens');
    const expired = partitionOf(asListenerId('listener-0'), ends.length);
    await expire(`${prefix}.listens`, expired, ends[expired] ?? 0);
    expect((await one.log.starts('listens'))[expired]).toBe(ends[expired]);

    const said: string[] = [];
    await relearn({ ...one, seed: SEED, now: nowMs, wipe: true, fleet: true, say: (sentence) => said.push(sentence) });
    const kept = LISTENERS.map((name) => partitionOf(asListenerId(name), ends.length) !== expired);
    expect(await revisionsOf(one.log, one.store)).toEqual(kept.map((isKept) => (isKept ? 3 : 0)));
    expect(said).toContain(`${3 * kept.filter(Boolean).length} events are learnt.`);
  }, 60_000);

  /** Takes what lies below `end` away, as `retention.ms` does in time. */
  async function expire(topic: string, partition: number, end: number): Promise<void> {
    const admin = new Kafka({ brokers: brokers?.split(',') ?? [], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    closing.push(() => admin.disconnect());
    // It finds the leader only of a topic that it was asked about before.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(end) }] });
  }
});
