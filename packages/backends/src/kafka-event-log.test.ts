import { randomUUID } from 'node:crypto';
import { createServer, connect as dial, type Socket } from 'node:net';
import { AppError } from '@segue/core/errors';
import { until } from '@segue/core/testing';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetTopics } from './kafka/forget-topics.ts';
import { openKafkaEventLog } from './kafka/index.ts';
import { ensureTopics, type TopicAdmin } from './kafka/topics.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter(Boolean);
const SMALL = { listens: 2, 'track-steps': 1, 'track-states': 1 } as const;
const bytes = (value: string) => new TextEncoder().encode(value);
const entry = (value: string, partition = 0) => ({ partition, key: 'ada', value: bytes(value) });

describe('topics on Kafka', () => {
  const nameOf = (topic: string) => `p.${topic}`;

  it('are waited for until every broker knows them', async () => {
    let asked = 0;
    const admin: TopicAdmin = {
      listTopics: async () => [],
      createTopics: async () => true,
      fetchTopicMetadata: async () => {
        if (++asked < 3) throw Object.assign(new Error('not yet'), { type: 'UNKNOWN_TOPIC_OR_PARTITION' });
        return { topics: [{ name: 'p.listens', partitions: Array(4).fill({}) }] };
      },
      fetchTopicOffsets: async () => {
        if (++asked < 6) throw Object.assign(new Error('not yet'), { type: 'NOT_LEADER_FOR_PARTITION' });
        return [];
      },
    };
    expect((await ensureTopics(admin, nameOf, {})).get('listens')).toBe(4);
    expect(asked).toBeGreaterThan(6);
  });

  it('are named, with their settings, where the client may not make them', async () => {
    const admin: TopicAdmin = {
      listTopics: async () => ['p.listens'],
      createTopics: () => Promise.reject(new Error('Topic authorization failed')),
      fetchTopicMetadata: () => Promise.reject(new Error('not asked')),
      fetchTopicOffsets: () => Promise.reject(new Error('not asked')),
    };
    const refused = ensureTopics(admin, nameOf, { replication: 3, minInsyncReplicas: 2, partitions: { 'track-steps': 12 } });
    await expect(refused).rejects.toMatchObject({ code: 'log_unavailable' });
    const message = await refused.catch((cause) => String(cause));
    expect(message).toContain('p.track-steps (12 partitions, replication 3, min.insync.replicas=2');
    expect(message).toContain('cleanup.policy=compact');
    expect(message).toContain('Topic authorization failed');
    expect(message).not.toContain('p.listens ');
  });
});

describe.skipIf(brokers.length === 0)('KafkaEventLog against a running Kafka', () => {
  let wire: Wire;
  let prefix: string;
  const open = () =>
    openKafkaEventLog({
      brokers,
      clientId: 'segue-test',
      prefix,
      partitions: SMALL,
      socketFactory: ({ onConnect }) => wire.dial(onConnect),
    });
  const direct = () => openKafkaEventLog({ brokers, clientId: 'segue-test', prefix, partitions: SMALL });
  beforeEach(async () => {
    prefix = `test-${randomUUID()}`;
    wire = await openWire(brokers[0] ?? '');
  });
  afterEach(async () => {
    await wire.close();
    await forgetTopics(brokers, prefix);
  });

  it('makes each topic with its settings', async () => {
    const log = await direct();
    const forgetful = `${prefix}-forgetful`;
    await (await openKafkaEventLog({ brokers, clientId: 'segue-test', prefix: forgetful, listensKeptMs: 3_600_000 })).close();
    const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const names = [...['listens', 'track-steps', 'track-states', 'segue-meta'].map((name) => `${prefix}.${name}`), `${forgetful}.listens`];
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: names.map((name) => ({ type: 2, name })),
    });
    await admin.disconnect();
    const configOf = (name: string, key: string, of = prefix) =>
      resources.find(({ resourceName }) => resourceName === `${of}.${name}`)?.configEntries.find(({ configName }) => configName === key)
        ?.configValue;
    expect(configOf('listens', 'retention.ms')).toBe('-1');
    expect(configOf('listens', 'retention.ms', forgetful)).toBe('3600000');
    expect(configOf('track-steps', 'retention.ms')).toBe('604800000');
    expect(configOf('track-states', 'cleanup.policy')).toBe('compact');
    expect(configOf('segue-meta', 'cleanup.policy')).toBe('compact');
    expect(log.partitions('listens')).toBe(2);
    await log.close();
    await forgetTopics(brokers, forgetful);
  });

  it('[EL9] rejects in bounded time while the brokers are silent, what queued behind included, and recovers', async () => {
    const log = await open();
    await log.append('listens', [entry('before')]);
    wire.hold();
    const lost = await Promise.allSettled([log.append('listens', [entry('lost')]), log.append('listens', [entry('behind')])]);
    for (const one of lost) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'log_unavailable' } });
    await expect(log.ready()).rejects.toMatchObject({ code: 'log_unavailable' });
    wire.restore();
    await until(
      () =>
        log.append('listens', [entry('after')]).then(
          () => true,
          () => false,
        ),
      'appends work again',
    );
    await log.ready();
    await log.close();
  }, 60_000);

  it('[EL9] acks nothing that is not in the log, while connections are cut again and again', async () => {
    const log = await open();
    const acked = new Map<number, string>();
    let sent = 0;
    let refused = 0;
    for (let cut = 0; cut < 5; cut++) {
      const sends = Array.from({ length: 60 }, async (_, i) => {
        for (let turn = 0; turn < i; turn++) await new Promise((resolve) => setImmediate(resolve));
        const value = `${sent++}`;
        if (i === 30) wire.cut();
        try {
          const [offset] = await log.append('listens', [entry(value)]);
          expect(acked.has(offset ?? -1)).toBe(false);
          acked.set(offset ?? -1, value);
        } catch (cause) {
          expect(cause).toMatchObject({ code: 'log_unavailable' });
          refused++;
        }
      });
      await Promise.all(sends);
      await until(
        () =>
          log.append('listens', [entry('mark', 1)]).then(
            () => true,
            () => false,
          ),
        'appends work again',
      );
    }
    await log.close();

    const reader = await direct();
    const found = new Map<number, string>();
    const follower = await reader.follow({
      topic: 'listens',
      onRecords: (partition, records) => {
        if (partition === 0) for (const { offset, value } of records) found.set(offset, new TextDecoder().decode(value ?? undefined));
      },
    });
    await follower.caughtUp;
    await reader.close();
    expect(acked.size + refused).toBe(300);
    for (const [offset, value] of acked) expect(found.get(offset)).toBe(value);
  }, 60_000);

  it('refuses what no broker takes as too large, and goes on', async () => {
    const log = await open();
    const large = { partition: 0, key: 'ada', value: new Uint8Array(2_000_000) };
    await expect(log.append('listens', [large])).rejects.toMatchObject({ code: 'event_too_large' });
    expect(await log.append('listens', [entry('small')])).toEqual([0]);
    await log.close();
  });

  it('[EL9] tells senders to come back when too much waits', async () => {
    const log = await open();
    await log.append('listens', [entry('before')]);
    wire.hold();
    const many = Array.from({ length: 30_000 }, () => entry('x'));
    const [first, second, third] = await Promise.allSettled([1, 2, 3].map(() => log.append('listens', many)));
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'log_unavailable' } });
    for (const one of [second, third]) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'overloaded' } });
    wire.restore();
    await log.close();
  }, 60_000);

  it('[EL3] [EL5] a consumer says that it is down, takes its partitions up again under a new assignment, and misses nothing', async () => {
    const log = await open();
    const writer = await direct();
    const seen: string[] = [];
    const health: string[] = [];
    const assignments = new Set<number>();
    const consumer = await log.consume({
      group: 'g',
      topic: 'listens',
      onHealth: (state) => health.push(state),
      onBatch: async (batch) => {
        assignments.add(batch.assignment);
        for (const { value } of batch.records) seen.push(new TextDecoder().decode(value ?? undefined));
        const last = batch.records.at(-1);
        if (last) await batch.commit(last.offset + 1);
      },
    });
    await writer.append('listens', [entry('one')]);
    await until(() => seen.includes('one'), 'the first arrives');
    wire.refuse();
    await until(() => health.at(-1) === 'down', 'it notices', 30_000);
    await writer.append('listens', [entry('two')]);
    wire.restore();
    await until(() => seen.includes('two') && health.at(-1) === 'up', 'it goes on', 30_000);
    expect(assignments.size).toBe(2);
    await consumer.stop();
    await Promise.all([log.close(), writer.close()]);
  }, 90_000);

  it('[EL7] a follower goes on where it was after its connections were cut, and repeats nothing', async () => {
    const log = await open();
    const writer = await direct();
    const offsets: number[] = [];
    const follower = await log.follow({
      topic: 'track-states',
      onRecords: (partition, records) => {
        if (partition === 0) offsets.push(...records.map(({ offset }) => offset));
      },
    });
    await follower.caughtUp;
    for (const value of ['one', 'two', 'three']) await writer.append('track-states', [entry(value)]);
    await until(() => offsets.length === 3, 'the first arrive');
    wire.refuse();
    await writer.append('track-states', [entry('four')]);
    // So often that kafkajs gives up, and a new consumer without a position takes over.
    await until(() => wire.refused() > 12, 'it tries in vain');
    wire.restore();
    await until(() => offsets.length >= 4, 'it goes on', 30_000);
    expect(offsets).toEqual([0, 1, 2, 3]);
    await follower.stop();
    await Promise.all([log.close(), writer.close()]);
  }, 90_000);

  it('[EL7] a follower catches up with a partition whose last records are gone', async () => {
    const log = await direct();
    await log.append('listens', [entry('one'), entry('two'), entry('three')]);
    const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    // Also loads the topic's metadata, without which kafkajs cannot delete.
    await admin.fetchTopicOffsets(`${prefix}.listens`);
    await admin.deleteTopicRecords({ topic: `${prefix}.listens`, partitions: [{ partition: 0, offset: '3' }] });
    await admin.disconnect();
    const offsets: number[] = [];
    const follower = await log.follow({
      topic: 'listens',
      onRecords: (_, records) => void offsets.push(...records.map(({ offset }) => offset)),
    });
    await follower.caughtUp;
    expect(offsets).toEqual([]);
    await log.append('listens', [entry('four')]);
    await until(() => offsets.length > 0, 'what comes arrives');
    expect(offsets).toEqual([3]);
    await log.close();
  }, 60_000);

  it('says that nobody answers, and where', async () => {
    wire.refuse();
    const refused = await open().then(
      () => null,
      (cause) => cause,
    );
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'log_unavailable' });
    expect(String(refused)).toContain(brokers[0]);
  }, 60_000);
});

type Wire = Awaited<ReturnType<typeof openWire>>;

/** All connections to the one broker, so that a test can hold, cut and refuse them. */
async function openWire(broker: string) {
  const [host, port] = broker.split(':');
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: 'open' | 'held' | 'refused' = 'open';
  let refused = 0;
  const server = createServer((near) => {
    if (state === 'refused') {
      refused++;
      near.destroy();
      return;
    }
    const far = dial({ host: host ?? '', port: Number(port) });
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (data) => to.write(data));
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
      from.on('error', () => to.destroy());
      if (state === 'held') from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const through = typeof address === 'object' && address ? address.port : 0;
  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    dial: (onConnect: () => void) => dial({ host: '127.0.0.1', port: through }, onConnect),
    refused: () => refused,
    /** Nothing goes through, and nobody is told. */
    hold() {
      state = 'held';
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    cut,
    refuse() {
      state = 'refused';
      cut();
    },
    restore() {
      state = 'open';
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
