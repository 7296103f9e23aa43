/** The log's topics. What each carries is in docs/ARCHITECTURE.md. */
export const TOPICS = ['listens', 'track-steps', 'track-states', 'listens-refused', 'segue-meta', 'segue-figures'] as const;
export type Topic = (typeof TOPICS)[number];

/** The consumer groups: who learns `listens`, who learns `track-steps`, and who projects `listens` into the catalogue. */
export const GROUPS = { learn: 'segue-learn', tracks: 'segue-tracks', project: 'segue-project' } as const;

/** Kept as the newest record of each key only. */
export const COMPACTED: ReadonlySet<Topic> = new Set<Topic>(['track-states', 'segue-meta', 'segue-figures']);

export interface LogEntry {
  readonly partition: number;
  readonly key: string;
  /** Null deletes the key of a compacted topic. */
  readonly value: Uint8Array | null;
}

export interface LogRecord {
  /** Counts up by partition; gaps are allowed, going back is not. */
  readonly offset: number;
  readonly key: string;
  readonly value: Uint8Array | null;
  /** The log's clock at append, ms since 1970. */
  readonly appendedAtMs: number;
}

/** Records of one partition, in order, handed to one member of a group. */
export interface LogBatch {
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** Counts the assignments of this consumer: what was held under an older number may be stale. */
  readonly assignment: number;
  /** True once the partition may belong to someone else: stop, commit nothing. */
  isStale(): boolean;
  /** Keeps the membership while a long batch is worked through; call it every second or so. */
  heartbeat(): Promise<void>;
  /** Everything below `nextOffset` is done. Resolves once the log has it. */
  commit(nextOffset: number): Promise<void>;
  /** After this handler returns the partition goes on from `offset`; what is left of this batch is dropped. */
  seek(offset: number): void;
}

export interface ConsumeOptions {
  readonly group: string;
  readonly topic: Topic;
  /** One call at a time for each partition, partitions side by side. A throw redelivers from the last commit. */
  readonly onBatch: (batch: LogBatch) => Promise<void>;
  /** Told when the log fails or recovers; the consumer goes on trying by itself. */
  readonly onHealth?: (state: 'up' | 'down', reason?: string) => void;
  /** At most this many records in a batch; default 500. */
  readonly maxBatch?: number;
  /** Asked when a partition is assigned: the first offset that the handler has not applied (EL12). */
  readonly startAt?: (partition: number) => Promise<number>;
  /** Records may be handed over so late, to come in fewer and larger batches (EL13); default 0, each at once. */
  readonly gatherMs?: number;
}

export interface LogConsumer {
  /** Finishes the batches in hand, leaves the group. */
  stop(): Promise<void>;
}

export interface FollowOptions {
  readonly topic: Topic;
  /** As of a consumer (EL13). */
  readonly gatherMs?: number;
  /** What it returns says when there is room for more of that partition, and must not reject; a throw is handed the records again. */
  readonly onRecords: (partition: number, records: readonly LogRecord[]) => void | Promise<void>;
}

export interface LogFollower {
  /** Resolves when everything that stood in the topic at the start has been handed over. */
  readonly caughtUp: Promise<void>;
  stop(): Promise<void>;
}

/**
 * The append-only log that everything learnt can be learnt again from.
 *
 * - EL1 `append` resolves to the offsets, in the order of the entries, once the log would keep them through a crash.
 * - EL2 Entries of one partition are appended in the order of the calls, also when calls overlap.
 * - EL3 A group's members share the partitions, each partition has one member at a time, and batches of one partition
 *       come one after the other, in order.
 * - EL4 A new member starts at the group's committed offset; a group that never committed starts at the beginning.
 * - EL5 What was delivered and not committed is delivered again: after a throw, a restart, a rebalance.
 * - EL6 `seek` moves a partition back or forth, whatever is committed.
 * - EL7 A follower sees every partition from the beginning and then everything new; it has no group and commits nothing.
 *       It may let the log wait, and is handed again what it threw at.
 * - EL8 `ends` and `committed` tell the next offset of each partition; `committed` is null where a group never committed.
 *       `starts` tells where each begins: below it nothing stands any more, and where it is the end, nothing at all.
 * - EL9 A log that does not answer makes `append` reject with `log_unavailable` in bounded time; nothing half-done is acked.
 * - EL10 `partitions` tells how many a topic really has, which may be more or fewer than was asked for.
 * - EL11 `stop` waits for the batch in hand and lets it commit.
 * - EL12 A partition whose `startAt` lies before the group's commit starts there, also when nothing new is appended;
 *        one that lies after it changes nothing.
 * - EL13 With `gatherMs`, what is appended within that time comes together: a batch costs more than the records in it.
 */
export interface EventLog {
  append(topic: Topic, entries: readonly LogEntry[]): Promise<readonly number[]>;
  consume(options: ConsumeOptions): Promise<LogConsumer>;
  follow(options: FollowOptions): Promise<LogFollower>;
  partitions(topic: Topic): number;
  starts(topic: Topic): Promise<readonly number[]>;
  ends(topic: Topic): Promise<readonly number[]>;
  committed(group: string, topic: Topic): Promise<readonly (number | null)[]>;
  /** Rejects with `log_unavailable` when the log does not answer. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
