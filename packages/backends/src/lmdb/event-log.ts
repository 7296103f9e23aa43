import { AppError } from '@segue/core/errors';
import {
  type ConsumeOptions,
  type EventLog,
  type FollowOptions,
  type LogConsumer,
  type LogEntry,
  type LogFollower,
  TOPICS,
  type Topic,
} from '@segue/core/ports';
import { open, type RootDatabase } from 'lmdb';
import { type OnHandlerError, PartitionedTopics } from '../partitioned-topics.ts';
import { LmdbRecords } from './event-log-records.ts';
import { lockFolder } from './folder-lock.ts';

export interface LmdbEventLogOptions {
  /** A folder; made where it is missing. One process at a time may have it open. */
  readonly path: string;
  /** For topics that do not exist yet; those that do keep what they have (EL10). Default 1. */
  readonly partitions?: Partial<Record<Topic, number>>;
  readonly onError?: OnHandlerError;
  readonly nowMs?: () => number;
}

/** Address space, not disk: LMDB grows the file as it fills. */
const MAP_BYTES = 64 * 1024 ** 3;

/** Opens the event log of one process, on disk. Throws a sentence when another process has the folder open. */
export function openLmdbEventLog(options: LmdbEventLogOptions): LmdbEventLog {
  return new LmdbEventLog(options);
}

export class LmdbEventLog implements EventLog {
  readonly #root: RootDatabase;
  readonly #topics: PartitionedTopics;
  readonly #partitions: Readonly<Record<Topic, number>>;
  readonly #release: () => void;
  #closing: Promise<void> | null = null;

  constructor({ path, partitions = {}, onError, nowMs = Date.now }: LmdbEventLogOptions) {
    this.#release = lockFolder(path, 'the event log');
    try {
      this.#root = open({ path, mapSize: MAP_BYTES, maxDbs: TOPICS.length + 2, noMemInit: true });
      const records = new LmdbRecords(this.#root, nowMs);
      const counts = TOPICS.map((topic) => [topic, records.partitionsOf(topic, partitions[topic] ?? 1)]);
      this.#partitions = Object.fromEntries(counts) as Record<Topic, number>;
      this.#topics = new PartitionedTopics(records, (topic) => this.#partitions[topic], onError);
    } catch (cause) {
      this.#release();
      throw cause;
    }
  }

  async append(topic: Topic, entries: readonly LogEntry[]): Promise<readonly number[]> {
    this.#expectOpen();
    return this.#topics.append(topic, entries);
  }
  async consume(options: ConsumeOptions): Promise<LogConsumer> {
    this.#expectOpen();
    return this.#topics.consume(options);
  }
  async follow(options: FollowOptions): Promise<LogFollower> {
    this.#expectOpen();
    return this.#topics.follow(options);
  }
  partitions(topic: Topic): number {
    return this.#partitions[topic];
  }
  async starts(topic: Topic): Promise<readonly number[]> {
    this.#expectOpen();
    return this.#topics.starts(topic);
  }
  async ends(topic: Topic): Promise<readonly number[]> {
    this.#expectOpen();
    return this.#topics.ends(topic);
  }
  async committed(group: string, topic: Topic): Promise<readonly (number | null)[]> {
    this.#expectOpen();
    return this.#topics.committed(group, topic);
  }
  async ready(): Promise<void> {
    this.#expectOpen();
  }
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      await this.#topics.stop();
      await this.#root.flushed;
      await this.#root.close();
    } finally {
      this.#release();
    }
  }

  #expectOpen(): void {
    if (this.#closing) throw new AppError('log_unavailable', 'The event log is closed');
  }
}
