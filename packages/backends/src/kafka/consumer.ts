import type { ConsumeOptions, LogBatch, LogConsumer } from '@segue/core/ports';
import { within } from '@segue/core/within';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { type KafkaClients, type KafkaLogger, messageOf, REQUEST_TIMEOUT_MS, typeOf, unavailable } from './client.ts';
import { keepMembership } from './membership.ts';
import { recordsOf } from './records.ts';

/** A handler that throws is called again after this. */
const AGAIN_AFTER_MS = 250;
/** Errors that tell a member that its partitions are, or will be, somebody else's. */
const LOST = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'FENCED_INSTANCE_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

export interface KafkaConsumerOptions {
  readonly clients: KafkaClients;
  readonly groupId: string;
  readonly topic: string;
  readonly partitions: number;
  readonly consume: ConsumeOptions;
  /** What the group has committed, by partition. */
  readonly committedOf: () => Promise<readonly (number | null)[]>;
  readonly logger: KafkaLogger | undefined;
}

/** One member of a group on one topic: batches by partition, commits and seeks by the handler. */
export async function startConsumer({
  clients,
  groupId,
  topic,
  partitions,
  consume,
  committedOf,
  logger,
}: KafkaConsumerOptions): Promise<LogConsumer> {
  const { onBatch, onHealth, startAt, gatherMs, maxBatch = 500 } = consume;
  let assignment = 0;
  let lost: unknown = null;
  let stopping = false;
  const inHand = new Set<Promise<void>>();
  /** Where a throw goes back to, by partition: the last commit, or further where a seek went behind it. */
  const again = new Map<number, number>();
  /** Commits of one turn of the loop: partitions that were worked on side by side are committed in one request. */
  let committing: { readonly offsets: Map<number, number>; readonly sent: Promise<void> } | null = null;

  function commitTogether({ commitOffsetsIfNecessary }: EachBatchPayload, partition: number, next: number): Promise<void> {
    if (!committing) {
      const offsets = new Map<number, number>();
      const sent = new Promise((resolve) => setImmediate(resolve)).then(() => {
        committing = null;
        const partitions = [...offsets].map(([of, offset]) => ({ partition: of, offset: String(offset) }));
        // Not `consumer.commitOffsets`: that one drops what comes while the consumer stops (EL11).
        return within(REQUEST_TIMEOUT_MS, commitOffsetsIfNecessary({ topics: [{ topic, partitions }] }));
      });
      committing = { offsets, sent };
    }
    committing.offsets.set(partition, next);
    return committing.sent;
  }

  async function handle(payload: EachBatchPayload, consumer: Consumer): Promise<void> {
    const { batch, isRunning, isStale, resolveOffset } = payload;
    const { partition } = batch;
    const mine = assignment;
    const stale = () => isStale() || lost !== null || mine !== assignment;
    const goOnFrom = (offset: number) => consumer.seek({ topic, partition, offset: String(offset) });
    /** kafkajs rejoins when it sees the error: the handler may have caught or wrapped it. */
    const noticingLoss = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work;
      } catch (cause) {
        if (LOST.has(typeOf(cause)) && mine === assignment) lost ??= cause;
        throw unavailable(`Kafka did not answer group ${groupId}`, cause);
      }
    };

    const records = recordsOf(batch.messages);
    for (let from = 0; from < records.length; from += maxBatch) {
      const part = records.slice(from, from + maxBatch);
      const first = part[0];
      const last = part.at(-1);
      if (!first || !last || stopping || stale()) return;
      if (!again.has(partition)) again.set(partition, first.offset);
      let soughtTo: number | null = null;
      const handed: LogBatch = {
        partition,
        records: part,
        assignment: mine,
        isStale: stale,
        heartbeat: () => noticingLoss(payload.heartbeat()),
        commit: async (next) => {
          await noticingLoss(commitTogether(payload, partition, next));
          if (mine === assignment) again.set(partition, next);
        },
        seek: (offset) => {
          soughtTo = offset;
          again.set(partition, Math.min(offset, again.get(partition) ?? offset));
        },
      };
      try {
        await onBatch(handed);
      } catch (err) {
        if (lost !== null) throw lost;
        logger?.error(
          { error: messageOf(err), group: groupId, topic, partition, offset: first.offset },
          'a handler failed; its records are delivered again',
        );
        if (mine !== assignment) return;
        // Held back here, and not thrown: kafkajs would hold back every partition, and go on from what it had resolved.
        goOnFrom(again.get(partition) ?? first.offset);
        setTimeout(payload.pause(), AGAIN_AFTER_MS);
        return;
      }
      if (lost !== null) throw lost;
      if (soughtTo !== null) {
        goOnFrom(soughtTo);
        return;
      }
      resolveOffset(String(last.offset));
      if (!isRunning()) return;
    }
  }

  /** EL12. A batch that comes first decides by itself: its handler can seek. */
  async function rewind(assigned: readonly number[], consumer: Consumer, mine: number): Promise<void> {
    if (!startAt || assigned.length === 0) return;
    const isOver = () => stopping || mine !== assignment;
    for (let done = false; !done && !isOver(); ) {
      try {
        const committed = await committedOf();
        for (const partition of assigned) {
          const wanted = await startAt(partition);
          const next = committed[partition];
          if (isOver()) return;
          if (next !== null && next !== undefined && wanted < next && !again.has(partition))
            consumer.seek({ topic, partition, offset: String(wanted) });
        }
        done = true;
      } catch (err) {
        logger?.error({ error: messageOf(err), group: groupId, topic }, 'where to start could not be read; asking again');
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      }
    }
  }

  const membership = await keepMembership({
    clients,
    groupId,
    topic,
    concurrency: partitions,
    gatherMs,
    // kafkajs has no callback for a lost assignment: every join begins a new one, and what was held under the last is void.
    onJoin: (assigned, consumer) => {
      assignment++;
      lost = null;
      again.clear();
      void rewind(assigned, consumer, assignment);
    },
    onBatch: async (payload, consumer) => {
      if (stopping) return;
      const work = handle(payload, consumer);
      inHand.add(work);
      await work.finally(() => inHand.delete(work));
    },
    ...(onHealth ? { onHealth } : {}),
  });
  return {
    async stop() {
      stopping = true;
      await Promise.allSettled(inHand);
      await membership.stop();
    },
  };
}
