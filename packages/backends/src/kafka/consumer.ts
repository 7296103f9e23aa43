import type { ConsumeOptions, LogBatch, LogConsumer } from '@segue/core/ports';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { recordsOf } from './records.ts';

/** With kafkajs' defaults the partitions of a killed member stand still for 30 s; with these for about 6. */
export const GROUP_TIMES = { sessionTimeout: 6_000, heartbeatInterval: 1_500, rebalanceTimeout: 10_000 } as const;
/** A fetch answers as soon as there is a record; this only bounds how long an empty one waits. */
export const FETCH_WAIT_MS = 50;
const AGAIN_AFTER_MS = 2_000;

/** One member of a group on one topic: batches by partition, commits and seeks by the handler, restarts by itself. */
export async function startConsumer(
  kafka: Kafka,
  {
    groupId,
    topic,
    partitions,
    options,
  }: { readonly groupId: string; readonly topic: string; readonly partitions: number; readonly options: ConsumeOptions },
): Promise<LogConsumer> {
  const { onBatch, onHealth = () => {}, maxBatch = 500 } = options;
  let assignment = 0;
  let stopped = false;
  let consumer: Consumer;
  const inHand = new Set<Promise<void>>();

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const mine = assignment;
    const work = handle(payload, mine);
    inHand.add(work);
    try {
      await work;
    } finally {
      inHand.delete(work);
    }
  }

  async function handle({ batch, heartbeat, isRunning, isStale, resolveOffset }: EachBatchPayload, mine: number): Promise<void> {
    const records = recordsOf(batch.messages);
    for (let from = 0; from < records.length; from += maxBatch) {
      const part = records.slice(from, from + maxBatch);
      const last = part.at(-1);
      if (!last) return;
      let soughtTo: number | null = null;
      const stale = () => isStale() || mine !== assignment;
      const handed: LogBatch = {
        partition: batch.partition,
        records: part,
        assignment: mine,
        isStale: stale,
        heartbeat: async () => {
          if (!stopped) await heartbeat();
        },
        commit: (next) => consumer.commitOffsets([{ topic, partition: batch.partition, offset: String(next) }]),
        seek: (offset) => {
          soughtTo = offset;
        },
      };
      await onBatch(handed);
      if (soughtTo !== null) {
        consumer.seek({ topic, partition: batch.partition, offset: String(soughtTo) });
        return;
      }
      resolveOffset(String(last.offset));
      if (!isRunning() || stale()) return;
    }
  }

  async function start(): Promise<void> {
    consumer = kafka.consumer({
      groupId,
      ...GROUP_TIMES,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      minBytes: 1,
      maxBytesPerPartition: 1024 * 1024,
      retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000, restartOnFailure: async () => !stopped },
    });
    // kafkajs has no callback for a lost assignment: every join begins a new one, and what was held under the last is void.
    consumer.on(consumer.events.GROUP_JOIN, () => {
      assignment++;
      onHealth('up');
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      assignment++;
      onHealth('down', payload.error.message);
      // kafkajs starts itself again after what it calls retriable; after the rest we do.
      if (!payload.restart && !stopped) setTimeout(() => void restart(), AGAIN_AFTER_MS);
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: partitions, eachBatch });
  }

  async function restart(): Promise<void> {
    if (stopped) return;
    const old = consumer;
    await old.disconnect().catch(() => {});
    await start().catch((cause) => {
      onHealth('down', String(cause));
      if (!stopped) setTimeout(() => void restart(), AGAIN_AFTER_MS);
    });
  }

  await start();
  return {
    async stop() {
      stopped = true;
      await Promise.allSettled(inHand);
      await consumer.disconnect().catch(() => {});
    },
  };
}
