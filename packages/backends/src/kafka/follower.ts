import { randomUUID } from 'node:crypto';
import type { FollowOptions, LogFollower } from '@segue/core/ports';
import type { Admin, Kafka } from 'kafkajs';
import { FETCH_WAIT_MS, GROUP_TIMES } from './consumer.ts';
import { recordsOf } from './records.ts';

/** Follows a whole topic from its beginning: a group of its own, that commits nothing and is deleted at the end. */
export async function startFollower(
  kafka: Kafka,
  admin: Admin,
  { topic, options }: { readonly topic: string; readonly options: FollowOptions },
): Promise<LogFollower> {
  const groupId = `${topic}.follower.${randomUUID()}`;
  const behind = new Map<number, number>();
  for (const { partition, high, low } of await admin.fetchTopicOffsets(topic))
    if (Number(high) > Number(low)) behind.set(partition, Number(high));
  let caughtUp = () => {};
  const whenCaughtUp = new Promise<void>((resolve) => {
    caughtUp = resolve;
  });
  if (behind.size === 0) caughtUp();

  let stopped = false;
  const consumer = kafka.consumer({
    groupId,
    ...GROUP_TIMES,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000, restartOnFailure: async () => !stopped },
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 3,
    eachBatch: async ({ batch }) => {
      options.onRecords(batch.partition, recordsOf(batch.messages));
      // Compaction leaves holes: what counts is the batch's own end, not the last record in it.
      if (Number(batch.lastOffset()) + 1 >= (behind.get(batch.partition) ?? 0)) behind.delete(batch.partition);
      if (behind.size === 0) caughtUp();
    },
  });
  return {
    caughtUp: whenCaughtUp,
    async stop() {
      stopped = true;
      await consumer.disconnect().catch(() => {});
      // Best effort: an empty group without commits is forgotten by the broker anyway.
      await admin.deleteGroups([groupId]).catch(() => {});
    },
  };
}
