import type { ConsumeOptions, FollowOptions, LogBatch, LogConsumer, LogEntry, LogFollower, LogRecord, Topic } from '@segue/core/ports';

/** Where records and commits lie; what makes a log of it is `PartitionedTopics`. */
export interface StoredRecord {
  /** Resolves to the offsets once the entries would be kept through a crash. Calls do not overlap for one topic. */
  append(topic: Topic, entries: readonly LogEntry[]): Promise<number[]>;
  read(topic: Topic, partition: number, from: number, most: number): LogRecord[];
  end(topic: Topic, partition: number): number;
  committed(group: string, topic: Topic, partition: number): number | null;
  commit(group: string, topic: Topic, partition: number, next: number): Promise<void>;
}

const MAX_BATCH = 500;
/** A handler that throws is called again after this. */
const AGAIN_AFTER_MS = 100;

interface Member {
  readonly options: ConsumeOptions;
  /** Counts this member's assignments. */
  assignment: number;
  assigned: ReadonlySet<number>;
  stopped: boolean;
  readonly running: Map<number, Promise<void>>;
  readonly next: Map<number, number>;
}

/**
 * Groups, assignments and wake-ups of one process's log, over any store of records: consumers are woken by the append
 * itself, so that the way from the log to a handler is a turn of the loop and no poll.
 */
export class PartitionedTopics {
  readonly #store: StoredRecord;
  readonly #partitionsOf: (topic: Topic) => number;
  readonly #groups = new Map<string, Member[]>();
  readonly #followers = new Set<{ readonly topic: Topic; readonly wake: () => void }>();
  readonly #appending = new Map<Topic, Promise<unknown>>();

  constructor(store: StoredRecord, partitionsOf: (topic: Topic) => number) {
    this.#store = store;
    this.#partitionsOf = partitionsOf;
  }

  async append(topic: Topic, entries: readonly LogEntry[]): Promise<number[]> {
    // One at a time keeps the order of the calls (EL2) whatever the store does at once.
    const before = this.#appending.get(topic) ?? Promise.resolve();
    const appended = before.then(() => this.#store.append(topic, entries));
    this.#appending.set(
      topic,
      appended.catch(() => {}),
    );
    const offsets = await appended;
    this.#wake(topic);
    return offsets;
  }

  async consume(options: ConsumeOptions): Promise<LogConsumer> {
    const key = `${options.group}/${options.topic}`;
    const members = this.#groups.get(key) ?? [];
    this.#groups.set(key, members);
    const member: Member = { options, assignment: 0, assigned: new Set(), stopped: false, running: new Map(), next: new Map() };
    members.push(member);
    await this.#assign(members);
    options.onHealth?.('up');
    return {
      stop: async () => {
        if (member.stopped) return;
        member.stopped = true;
        await Promise.all(member.running.values());
        members.splice(members.indexOf(member), 1);
        await this.#assign(members);
      },
    };
  }

  async follow({ topic, onRecords }: FollowOptions): Promise<LogFollower> {
    const next = Array.from({ length: this.#partitionsOf(topic) }, () => 0);
    const read = () => {
      next.forEach((from, partition) => {
        for (let at = from; ; ) {
          const records = this.#store.read(topic, partition, at, MAX_BATCH);
          const last = records.at(-1);
          if (!last) break;
          at = last.offset + 1;
          next[partition] = at;
          onRecords(partition, records);
        }
      });
    };
    const follower = { topic, wake: read };
    this.#followers.add(follower);
    read();
    return { caughtUp: Promise.resolve(), stop: async () => void this.#followers.delete(follower) };
  }

  ends(topic: Topic): number[] {
    return Array.from({ length: this.#partitionsOf(topic) }, (_, partition) => this.#store.end(topic, partition));
  }
  committed(group: string, topic: Topic): (number | null)[] {
    return Array.from({ length: this.#partitionsOf(topic) }, (_, partition) => this.#store.committed(group, topic, partition));
  }

  /** Shares the partitions out again. A partition moves only when its old owner's batch is done (EL3). */
  async #assign(members: readonly Member[]): Promise<void> {
    const [first] = members;
    if (!first) return;
    const { topic } = first.options;
    const assigned = members.map(() => new Set<number>());
    for (let partition = 0; partition < this.#partitionsOf(topic); partition++) assigned[partition % members.length]?.add(partition);
    const leaving: Promise<void>[] = [];
    members.forEach((member, i) => {
      member.assigned = assigned[i] ?? new Set();
      member.assignment++;
      member.next.clear();
      leaving.push(...member.running.values());
    });
    await Promise.all(leaving);
    for (const member of members) for (const partition of member.assigned) this.#run(member, partition);
  }

  #wake(topic: Topic): void {
    for (const members of this.#groups.values()) {
      for (const member of members)
        if (member.options.topic === topic) for (const partition of member.assigned) this.#run(member, partition);
    }
    for (const follower of this.#followers) if (follower.topic === topic) follower.wake();
  }

  #run(member: Member, partition: number): void {
    if (member.stopped || member.running.has(partition)) return;
    const running = this.#drain(member, partition).finally(() => {
      member.running.delete(partition);
      // What came while the last batch was finishing.
      if (
        !member.stopped &&
        member.assigned.has(partition) &&
        (member.next.get(partition) ?? 0) < this.#store.end(member.options.topic, partition)
      )
        this.#run(member, partition);
    });
    member.running.set(partition, running);
  }

  async #drain(member: Member, partition: number): Promise<void> {
    const { topic, group, onBatch, maxBatch = MAX_BATCH } = member.options;
    const { assignment } = member;
    const isStale = () => member.assignment !== assignment || !member.assigned.has(partition);
    while (!member.stopped && !isStale()) {
      const from = member.next.get(partition) ?? this.#store.committed(group, topic, partition) ?? 0;
      const records = this.#store.read(topic, partition, from, maxBatch);
      const last = records.at(-1);
      if (!last) {
        member.next.set(partition, Math.max(from, this.#store.end(topic, partition)));
        return;
      }
      let soughtTo: number | null = null;
      const batch: LogBatch = {
        partition,
        records,
        assignment,
        isStale,
        heartbeat: async () => {},
        commit: (next) => this.#store.commit(group, topic, partition, next),
        seek: (offset) => {
          soughtTo = offset;
        },
      };
      try {
        await onBatch(batch);
        if (!isStale()) member.next.set(partition, soughtTo ?? last.offset + 1);
      } catch (cause) {
        member.options.onHealth?.('down', cause instanceof Error ? cause.message : String(cause));
        member.next.delete(partition);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
        if (!member.stopped) member.options.onHealth?.('up');
      }
    }
  }
}
