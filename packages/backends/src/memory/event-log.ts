import { AppError } from '@segue/core/errors';
import {
  COMPACTED,
  type ConsumeOptions,
  type EventLog,
  type FollowOptions,
  type LogConsumer,
  type LogEntry,
  type LogFollower,
  type LogRecord,
  type Topic,
} from '@segue/core/ports';
import { PartitionedTopics, type RecordStore } from '../partitioned-topics.ts';

export interface MemoryEventLogOptions {
  /** Default 1 each. */
  readonly partitions?: Partial<Record<Topic, number>>;
}

/** What is shared by all clients of one log in memory: it outlives each of them. */
class MemoryRecords implements RecordStore {
  readonly records = new Map<string, LogRecord[]>();
  readonly ends = new Map<string, number>();
  readonly commits = new Map<string, number>();

  async append(topic: Topic, entries: readonly LogEntry[]): Promise<number[]> {
    return entries.map(({ partition, key, value }) => {
      const id = `${topic}/${partition}`;
      const offset = this.ends.get(id) ?? 0;
      const kept = this.records.get(id) ?? [];
      const records = COMPACTED.has(topic) ? kept.filter((record) => record.key !== key) : kept;
      records.push({ offset, key, value: value?.slice() ?? null, appendedAtMs: Date.now() });
      this.records.set(id, records);
      this.ends.set(id, offset + 1);
      return offset;
    });
  }
  read(topic: Topic, partition: number, from: number, most: number): LogRecord[] {
    const records = this.records.get(`${topic}/${partition}`) ?? [];
    // Offsets ascend, and without compaction they are the index: start there and step back over what compaction took.
    let first = Math.min(from, records.length);
    while (first > 0 && (records[first - 1]?.offset ?? -1) >= from) first--;
    return records.slice(first, first + most);
  }
  end(topic: Topic, partition: number): number {
    return this.ends.get(`${topic}/${partition}`) ?? 0;
  }
  committed(group: string, topic: Topic, partition: number): number | null {
    return this.commits.get(`${group}/${topic}/${partition}`) ?? null;
  }
  async commit(group: string, topic: Topic, partition: number, next: number): Promise<void> {
    this.commits.set(`${group}/${topic}/${partition}`, next);
  }
}

/** The event log in memory: for tests, and the shortest reading of what the port means. */
export class MemoryEventLog implements EventLog {
  readonly #topics: PartitionedTopics;
  readonly #counts: Partial<Record<Topic, number>>;
  readonly #mine = new Set<{ stop(): Promise<void> }>();
  #closed = false;

  private constructor(topics: PartitionedTopics, counts: Partial<Record<Topic, number>>) {
    this.#topics = topics;
    this.#counts = counts;
  }

  static create({ partitions = {} }: MemoryEventLogOptions = {}): MemoryEventLog {
    return new MemoryEventLog(new PartitionedTopics(new MemoryRecords(), (topic) => partitions[topic] ?? 1), partitions);
  }
  /** Another client of the same log. */
  another(): MemoryEventLog {
    return new MemoryEventLog(this.#topics, this.#counts);
  }

  async append(topic: Topic, entries: readonly LogEntry[]): Promise<readonly number[]> {
    await this.ready();
    return this.#topics.append(topic, entries);
  }
  async consume(options: ConsumeOptions): Promise<LogConsumer> {
    return this.#kept(await this.#topics.consume(options));
  }
  async follow(options: FollowOptions): Promise<LogFollower> {
    return this.#kept(await this.#topics.follow(options));
  }
  partitions(topic: Topic): number {
    return this.#counts[topic] ?? 1;
  }
  async starts(topic: Topic): Promise<readonly number[]> {
    return this.#topics.starts(topic);
  }
  async ends(topic: Topic): Promise<readonly number[]> {
    return this.#topics.ends(topic);
  }
  async committed(group: string, topic: Topic): Promise<readonly (number | null)[]> {
    return this.#topics.committed(group, topic);
  }
  async ready(): Promise<void> {
    if (this.#closed) throw new AppError('log_unavailable', 'This client of the log is closed');
  }
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#mine].map((one) => one.stop()));
  }

  #kept<T extends { stop(): Promise<void> }>(one: T): T {
    this.#mine.add(one);
    return one;
  }
}
