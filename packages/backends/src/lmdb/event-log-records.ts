import { AppError } from '@segue/core/errors';
import { COMPACTED, type LogEntry, type LogRecord, TOPICS, type Topic } from '@segue/core/ports';
import type { Database, RootDatabase } from 'lmdb';
import type { RecordStore } from '../partitioned-topics.ts';
import { packRecord, unpackRecord } from './stored-record.ts';

type TopicDatabases = Record<Topic, Database<Buffer, [partition: number, offset: number]>>;

/** The topics of one log in one LMDB environment: a database a topic, keyed by partition and offset. */
export class LmdbRecords implements RecordStore {
  readonly #root: RootDatabase;
  readonly #nowMs: () => number;
  readonly #records: TopicDatabases;
  /** Where each key of a compacted topic stands: the record that the next one of its key replaces. */
  readonly #newest: Database<number, [topic: Topic, partition: number, key: string]>;
  /** The same, of appends that are under way and that a read would not see yet. */
  readonly #newestUnderWay = new Map<string, number>();
  readonly #meta: Database<number, string>;
  /** The next offset to give out; and the end of what is flushed, which is all that is ever read. */
  readonly #given = new Map<string, number>();
  readonly #flushed = new Map<string, number>();

  constructor(root: RootDatabase, nowMs: () => number) {
    this.#root = root;
    this.#nowMs = nowMs;
    this.#newest = root.openDB({ name: 'newest', encoding: 'msgpack' });
    this.#meta = root.openDB({ name: 'meta', encoding: 'msgpack' });
    this.#records = Object.fromEntries(
      TOPICS.map((topic) => [topic, root.openDB({ name: `records/${topic}`, encoding: 'binary' })]),
    ) as TopicDatabases;
  }

  /** How many partitions the topic was made with; makes it with `wanted` where it is new. */
  partitionsOf(topic: Topic, wanted: number): number {
    const key = `partitions/${topic}`;
    const known = this.#meta.get(key);
    if (known !== undefined) return known;
    this.#meta.putSync(key, wanted);
    return wanted;
  }

  async append(topic: Topic, entries: readonly LogEntry[]): Promise<number[]> {
    const nowMs = this.#nowMs();
    const writes: Promise<unknown>[] = [];
    const ends = new Map<string, number>();
    // All puts of one turn of the loop, this call's and others', go to disk in one transaction, in the order given here.
    const offsets = entries.map(({ partition, key, value }) => {
      const id = `${topic}/${partition}`;
      const offset = this.#given.get(id) ?? this.end(topic, partition);
      this.#given.set(id, offset + 1);
      ends.set(id, offset + 1);
      if (COMPACTED.has(topic)) writes.push(...this.#replace(topic, partition, key, offset));
      writes.push(this.#records[topic].put([partition, offset], packRecord(key, value, nowMs)));
      return offset;
    });
    for (const [id, end] of ends) writes.push(this.#meta.put(`end/${id}`, end));
    try {
      await Promise.all(writes);
      await this.#root.flushed;
    } catch (cause) {
      throw new AppError('log_unavailable', `LMDB could not append to ${topic}: is the disk full?`, { cause });
    }
    for (const [id, end] of ends) this.#flushed.set(id, Math.max(end, this.#flushed.get(id) ?? 0));
    return offsets;
  }

  read(topic: Topic, partition: number, from: number, most: number): LogRecord[] {
    const range = this.#records[topic].getRange({ start: [partition, from], end: [partition, this.end(topic, partition)], limit: most });
    return Array.from(range, ({ key, value }) => unpackRecord(key[1], value));
  }

  end(topic: Topic, partition: number): number {
    const id = `${topic}/${partition}`;
    const known = this.#flushed.get(id);
    if (known !== undefined) return known;
    const end = this.#meta.get(`end/${id}`) ?? 0;
    this.#flushed.set(id, end);
    return end;
  }

  committed(group: string, topic: Topic, partition: number): number | null {
    return this.#meta.get(`commit/${group}/${topic}/${partition}`) ?? null;
  }

  async commit(group: string, topic: Topic, partition: number, next: number): Promise<void> {
    try {
      await this.#meta.put(`commit/${group}/${topic}/${partition}`, next);
    } catch (cause) {
      throw new AppError('log_unavailable', `LMDB could not commit an offset of ${topic}: is the disk full?`, { cause });
    }
  }

  #replace(topic: Topic, partition: number, key: string, offset: number): Promise<unknown>[] {
    const at: [Topic, number, string] = [topic, partition, key];
    const id = at.join('/');
    const old = this.#newestUnderWay.get(id) ?? this.#newest.get(at);
    this.#newestUnderWay.set(id, offset);
    const written = this.#newest.put(at, offset).finally(() => {
      if (this.#newestUnderWay.get(id) === offset) this.#newestUnderWay.delete(id);
    });
    return old === undefined ? [written] : [written, this.#records[topic].remove([partition, old])];
  }
}
