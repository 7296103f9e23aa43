import { within } from '@segue/core/within';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { type KafkaClients, messageOf, RETRY } from './client.ts';

/**
 * With kafkajs' defaults the partitions of a killed member stand still for 30 s; with these for about 6. Those of one that
 * leaves stand still until the others hear of it, which is at their next heartbeat.
 */
const GROUP_TIMES = { sessionTimeout: 6_000, heartbeatInterval: 400, rebalanceTimeout: 10_000 } as const;
/**
 * A fetch answers as soon as there is a record; this bounds how long an empty one waits, and so how long a consumer that
 * stops waits for the last one. Each costs broker and client some tenths of a millisecond.
 */
export const FETCH_WAIT_MS = 200;
/** Of a consumer that gathers: a fetch with so much in it answers before its time. */
const GATHERED_BYTES = 512 * 1024;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;
const STOP_TIMEOUT_MS = 8_000;

export interface MembershipOptions {
  readonly clients: KafkaClients;
  readonly groupId: string;
  readonly topic: string;
  /** Partitions worked on side by side. */
  readonly concurrency: number;
  /** A fetch waits for so long, and not for the first record only. */
  readonly gatherMs?: number | undefined;
  readonly onBatch: (payload: EachBatchPayload, consumer: Consumer) => Promise<void>;
  /** Each time that partitions were assigned, before the first batch of them. */
  readonly onJoin: (partitions: readonly number[], consumer: Consumer) => void;
  /** A broker is asked. */
  readonly onFetchStart?: (nodeId: number) => void;
  /** A fetch from a broker has answered; `onBatch` for what was in it comes after. */
  readonly onFetch?: (nodeId: number) => void;
  readonly onHealth?: (state: 'up' | 'down', reason?: string) => void;
}

/**
 * Stays a member of a group: when kafkajs gives up, a new consumer takes over. kafkajs' own restart is not used, because
 * a consumer that is stopped while it waits for one comes back to life.
 */
export async function keepMembership(options: MembershipOptions): Promise<{ stop(): Promise<void> }> {
  const { clients, groupId, topic, concurrency, gatherMs = 0, onBatch, onJoin, onFetchStart, onFetch, onHealth = () => {} } = options;
  let consumer: Consumer | null = null;
  let starting: Promise<void> = Promise.resolve();
  let again: NodeJS.Timeout | undefined;
  let stopped = false;
  let pauseMs = FIRST_PAUSE_MS;
  let health: 'up' | 'down' | null = null;

  function report(state: 'up' | 'down', reason?: string): void {
    if (stopped || state === health) return;
    health = state;
    onHealth(state, reason);
  }

  async function start(): Promise<void> {
    const mine = clients().consumer({
      groupId,
      ...GROUP_TIMES,
      ...(gatherMs > 0 ? { maxWaitTimeInMs: gatherMs, minBytes: GATHERED_BYTES } : { maxWaitTimeInMs: FETCH_WAIT_MS, minBytes: 1 }),
      retry: { ...RETRY, restartOnFailure: async () => false },
    });
    consumer = mine;
    mine.on(mine.events.GROUP_JOIN, ({ payload }) => {
      pauseMs = FIRST_PAUSE_MS;
      onJoin(payload.memberAssignment[topic] ?? [], mine);
      report('up');
    });
    mine.on(mine.events.FETCH_START, ({ payload }) => onFetchStart?.(payload.nodeId));
    mine.on(mine.events.FETCH, ({ payload }) => {
      report('up');
      onFetch?.(payload.nodeId);
    });
    mine.on(mine.events.REQUEST_TIMEOUT, () => report('down', 'a broker does not answer'));
    mine.on(mine.events.CRASH, ({ payload }) => takeOver(mine, payload.error));
    try {
      await mine.connect();
      await mine.subscribe({ topic, fromBeginning: true });
      await mine.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: concurrency,
        eachBatch: async (payload) => {
          if (!stopped) await onBatch(payload, mine);
        },
      });
    } catch (cause) {
      takeOver(mine, cause);
    }
  }

  function takeOver(from: Consumer, cause: unknown): void {
    if (stopped || consumer !== from) return;
    consumer = null;
    report('down', messageOf(cause));
    void from.disconnect().catch(() => {});
    again = setTimeout(() => {
      starting = start();
    }, pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }

  starting = start();
  await starting;
  return {
    async stop() {
      if (stopped) return;
      stopped = true;
      clearTimeout(again);
      // Leaving is a courtesy: a broker that does not answer will miss this member by itself.
      const leave = async () => {
        await starting;
        await consumer?.disconnect();
      };
      await within(STOP_TIMEOUT_MS, leave()).catch(() => {});
    },
  };
}
