import type { FollowOptions, LogFollower } from '@segue/core/ports';
import { within } from '@segue/core/within';
import type { KafkaClients } from './client.ts';
import { FETCH_WAIT_MS, keepMembership } from './membership.ts';
import { recordsOf } from './records.ts';

/** For so long no fetch with a record in it, from any broker, and there is nothing left to read. */
const QUIET_MS = 1_000;
/** How often a member says that it lives while whoever follows has no room. */
const HEARTBEAT_MS = 400;

export interface KafkaFollowerOptions {
  readonly clients: KafkaClients;
  /** A group of its own, that commits nothing. */
  readonly groupId: string;
  readonly topic: string;
  /** The end of each partition when it starts. */
  readonly ends: readonly number[];
  readonly follow: FollowOptions;
}

/** Follows a whole topic from its beginning, and goes on where it was after a crash or a rebalance. */
export async function startFollower({ clients, groupId, topic, ends, follow }: KafkaFollowerOptions): Promise<LogFollower> {
  const { gatherMs = 0 } = follow;
  const quietFetches = Math.ceil(QUIET_MS / (gatherMs || FETCH_WAIT_MS));
  const next = ends.map(() => 0);
  /** Fetches without a record since the last one with any, by broker; of a broker that is being asked there is at least a 0. */
  const empty = new Map<number, number>();
  let caughtUp = () => {};
  const whenCaughtUp = new Promise<void>((resolve) => {
    caughtUp = resolve;
  });
  const check = () => {
    if (ends.every((end, partition) => (next[partition] ?? 0) >= end)) caughtUp();
  };
  check();

  const membership = await keepMembership({
    clients,
    groupId,
    topic,
    concurrency: Math.max(1, ends.length),
    gatherMs,
    onJoin: (partitions, consumer) => {
      empty.clear();
      // Nothing is committed, so kafkajs would start over.
      for (const partition of partitions) {
        const offset = next[partition] ?? 0;
        if (offset > 0) consumer.seek({ topic, partition, offset: String(offset) });
      }
    },
    onFetchStart: (nodeId) => void empty.set(nodeId, empty.get(nodeId) ?? 0),
    onFetch: (nodeId) => {
      empty.set(nodeId, (empty.get(nodeId) ?? 0) + 1);
      // The last records of a partition may be gone, by compaction or age, and are never seen: then quiet is the sign.
      if ([...empty.values()].every((count) => count > quietFetches)) caughtUp();
    },
    onBatch: async ({ batch, resolveOffset, heartbeat }) => {
      for (const nodeId of empty.keys()) empty.set(nodeId, 0);
      const from = next[batch.partition] ?? 0;
      const records = recordsOf(batch.messages).filter(({ offset }) => offset >= from);
      const hasRoom = records.length > 0 ? follow.onRecords(batch.partition, records) : undefined;
      // Compaction and markers leave holes: what counts is the batch's own end, not the last record in it.
      next[batch.partition] = Math.max(from, Number(batch.lastOffset()) + 1);
      resolveOffset(batch.messages.at(-1)?.offset ?? batch.lastOffset());
      check();
      if (hasRoom) await heartbeatUntil(hasRoom, heartbeat);
    },
  });
  return { caughtUp: whenCaughtUp, stop: () => membership.stop() };
}

/** Keeps the membership while whoever follows has no room. */
async function heartbeatUntil(hasRoom: Promise<void>, heartbeat: () => Promise<void>): Promise<void> {
  let isRoom = false;
  const roomy = hasRoom.then(() => {
    isRoom = true;
  });
  while (!isRoom) {
    await within(HEARTBEAT_MS, roomy).catch(() => {});
    if (!isRoom) await heartbeat();
  }
}
