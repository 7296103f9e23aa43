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
import { PartitionedTopics, type StoredRecord } from '../partitioned-topics.ts';

export interface MemoryEventLogOptions {
  readonly partitions?: Partial<Record<Topic, number>>;
}

/** What is shared by all clients of one log in memory: it outlives each of them. */
class Shared implements StoredRecord {
  readonly records = new Map<string, LogRecord[]>();
  readonly ends = new Map<string, number>();
  readonly commits = new Map<string, number>();

  async append(topic: Topic, entries: readonly LogEntry[]): Promise<number[]> {
    return entries.map(({ partition, key, value }) => {
      const id = `${topic}/${partition}`;
      const offset = this.ends.get(id) ?? 0;
      const records = this.records.get(id) ?? [];
      if (COMPACTED.has(topic)) {
        const old = records.findIndex((record) => record.key === key);
        if (old >= 0) records.splice(old, 1);
      }
      records.push({ offset, key, value, appendedAtMs: Date.now() });
      this.records.set(id, records);
      this.ends.set(id, offset + 1);
      return offset;
    });
  }
  read(topic: Topic, partition: number, from: number, most: number): LogRecord[] {
    const records = this.records.get(`${topic}/${partition}`) ?? [];
    const first = records.findIndex((record) => record.offset >= from);
    return first < 0 ? [] : records.slice(first, first + most);
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

  private constructor(topics: PartitionedTopics, counts: Partial<Record<Topic, number>>) {
    this.#topics = topics;
    this.#counts = counts;
  }

  static create({ partitions = {} }: MemoryEventLogOptions = {}): MemoryEventLog {
    return new MemoryEventLog(new PartitionedTopics(new Shared(), (topic) => partitions[topic] ?? 1), partitions);
  }
  /** Another client of the same log. */
  another(): MemoryEventLog {
    return new MemoryEventLog(this.#topics, this.#counts);
  }

  append(topic: Topic, entries: readonly LogEntry[]): Promise<readonly number[]> {
    return this.#topics.append(topic, entries);
  }
  consume(options: ConsumeOptions): Promise<LogConsumer> {
    return this.#topics.consume(options);
  }
  follow(options: FollowOptions): Promise<LogFollower> {
    return this.#topics.follow(options);
  }
  partitions(topic: Topic): number {
    return this.#counts[topic] ?? 1;
  }
  async ends(topic: Topic): Promise<readonly number[]> {
    return this.#topics.ends(topic);
  }
  async committed(group: string, topic: Topic): Promise<readonly (number | null)[]> {
    return this.#topics.committed(group, topic);
  }
  async ready(): Promise<void> {}
  async close(): Promise<void> {}
}
