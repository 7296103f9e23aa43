import { mkdirSync } from 'node:fs';
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
  TOPICS,
  type Topic,
} from '@segue/core/ports';
import { type Database, open, type RootDatabase } from 'lmdb';
import { PartitionedTopics, type StoredRecord } from '../partitioned-topics.ts';

export interface LmdbEventLogOptions {
  /** A folder; made where it is missing. */
  readonly path: string;
  /** For topics that do not exist yet; those that do keep what they have (EL10). Default 1. */
  readonly partitions?: Partial<Record<Topic, number>>;
}

/** Address space, not disk: LMDB grows the file as it fills. */
const MAP_BYTES = 64 * 1024 ** 3;

interface Stored {
  readonly k: string;
  readonly v: Uint8Array | null;
  readonly t: number;
}

class LmdbRecords implements StoredRecord {
  readonly #root: RootDatabase;
  readonly #records: Database<Stored, [string, number, number]>;
  readonly #newest: Database<number, [string, number, string]>;
  readonly #meta: Database<number, string>;
  /** Ends are read once and counted here: this process is the only writer. */
  readonly #ends = new Map<string, number>();

  constructor(root: RootDatabase) {
    this.#root = root;
    this.#records = root.openDB({ name: 'records', encoding: 'msgpack' });
    this.#newest = root.openDB({ name: 'newest', encoding: 'msgpack' });
    this.#meta = root.openDB({ name: 'meta', encoding: 'msgpack' });
  }

  partitions(topic: Topic, wanted: number): number {
    const key = `partitions/${topic}`;
    const known = this.#meta.get(key);
    if (known !== undefined) return known;
    this.#meta.putSync(key, wanted);
    return wanted;
  }

  async append(topic: Topic, entries: readonly LogEntry[]): Promise<number[]> {
    const offsets: number[] = [];
    const compacted = COMPACTED.has(topic);
    const nowMs = Date.now();
    try {
      // Puts of one turn go into one transaction; what an end was comes from memory, so nothing is read back.
      for (const { partition, key, value } of entries) {
        const offset = this.end(topic, partition);
        this.#ends.set(`${topic}/${partition}`, offset + 1);
        offsets.push(offset);
        if (compacted) {
          const old = this.#newest.get([topic, partition, key]);
          if (old !== undefined) void this.#records.remove([topic, partition, old]);
          void this.#newest.put([topic, partition, key], offset);
        }
        void this.#records.put([topic, partition, offset], { k: key, v: value, t: nowMs });
        void this.#meta.put(`end/${topic}/${partition}`, offset + 1);
      }
      await this.#root.committed;
      // Committed is seen by readers; flushed is on the disk. States can be made again from listens and need not wait.
      if (!compacted) await this.#root.flushed;
    } catch (cause) {
      throw new AppError('log_unavailable', `LMDB could not append to ${topic}: is the disk full?`, { cause });
    }
    return offsets;
  }

  read(topic: Topic, partition: number, from: number, most: number): LogRecord[] {
    const out: LogRecord[] = [];
    for (const { key, value } of this.#records.getRange({
      start: [topic, partition, from],
      end: [topic, partition, Number.MAX_SAFE_INTEGER],
      limit: most,
    })) {
      out.push({ offset: key[2], key: value.k, value: value.v === null ? null : new Uint8Array(value.v), appendedAtMs: value.t });
    }
    return out;
  }

  end(topic: Topic, partition: number): number {
    const id = `${topic}/${partition}`;
    let end = this.#ends.get(id);
    if (end === undefined) {
      end = this.#meta.get(`end/${id}`) ?? 0;
      this.#ends.set(id, end);
    }
    return end;
  }

  committed(group: string, topic: Topic, partition: number): number | null {
    return this.#meta.get(`commit/${group}/${topic}/${partition}`) ?? null;
  }

  async commit(group: string, topic: Topic, partition: number, next: number): Promise<void> {
    await this.#meta.put(`commit/${group}/${topic}/${partition}`, next);
  }
}

/** The event log of one process, on disk. A second process that opens the same folder is turned away by its lock. */
export class LmdbEventLog implements EventLog {
  readonly #root: RootDatabase;
  readonly #records: LmdbRecords;
  readonly #topics: PartitionedTopics;
  readonly #partitions: Record<Topic, number>;

  constructor({ path, partitions = {} }: LmdbEventLogOptions) {
    mkdirSync(path, { recursive: true });
    this.#root = open({ path, mapSize: MAP_BYTES, maxDbs: 8, noMemInit: true });
    this.#records = new LmdbRecords(this.#root);
    this.#partitions = Object.fromEntries(
      TOPICS.map((topic) => [topic, this.#records.partitions(topic, partitions[topic] ?? 1)]),
    ) as Record<Topic, number>;
    this.#topics = new PartitionedTopics(this.#records, (topic) => this.#partitions[topic]);
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
    return this.#partitions[topic];
  }
  async ends(topic: Topic): Promise<readonly number[]> {
    return this.#topics.ends(topic);
  }
  async committed(group: string, topic: Topic): Promise<readonly (number | null)[]> {
    return this.#topics.committed(group, topic);
  }
  async ready(): Promise<void> {}
  async close(): Promise<void> {
    await this.#root.flushed;
    await this.#root.close();
  }
}
