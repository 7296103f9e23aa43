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
import { type Admin, Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { startConsumer } from './consumer.ts';
import { startFollower } from './follower.ts';
import { KafkaSender, within } from './sender.ts';
import { settingsOf } from './topics.ts';

export interface KafkaEventLogOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Put before topics and groups, with a dot; empty for none. */
  readonly prefix?: string;
  /** For topics that do not exist yet. */
  readonly partitions?: Partial<Record<Topic, number>>;
  readonly replication?: number;
  readonly minInsyncReplicas?: number;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
  readonly onLog?: (level: 'warn' | 'error', message: string) => void;
}

const ADMIN_TIMEOUT_MS = 10_000;

/** The event log on Kafka, through kafkajs. */
export class KafkaEventLog implements EventLog {
  readonly #kafka: Kafka;
  readonly #admin: Admin;
  readonly #prefix: string;
  readonly #sender: KafkaSender;
  readonly #partitions = new Map<Topic, number>();
  readonly #open = new Set<{ stop(): Promise<void> }>();

  private constructor(kafka: Kafka, prefix: string) {
    this.#kafka = kafka;
    this.#prefix = prefix;
    this.#admin = kafka.admin({ retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000 } });
    this.#sender = new KafkaSender({ kafka, topicName: (topic) => this.#nameOf(topic) });
  }

  /** Connects, and makes the topics that are missing; where it may not, says which are and how they should be. */
  static async open(options: KafkaEventLogOptions): Promise<KafkaEventLog> {
    const { brokers, clientId, prefix = '', ssl, sasl, onLog = () => {} } = options;
    const kafka = new Kafka({
      clientId,
      brokers: [...brokers],
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
      ...(ssl === undefined ? {} : { ssl }),
      ...(sasl === undefined ? {} : { sasl }),
      logLevel: logLevel.WARN,
      logCreator: () => (entry) => onLog(entry.level === logLevel.ERROR ? 'error' : 'warn', `${entry.namespace}: ${entry.log.message}`),
    });
    const log = new KafkaEventLog(kafka, prefix);
    try {
      await within(ADMIN_TIMEOUT_MS, log.#admin.connect());
      await log.#ensureTopics(options);
    } catch (cause) {
      await log.close();
      if (cause instanceof AppError) throw cause;
      throw new AppError(
        'log_unavailable',
        `Kafka at ${brokers.join(', ')} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
    return log;
  }

  append(topic: Topic, entries: readonly LogEntry[]): Promise<readonly number[]> {
    return this.#sender.send(topic, entries);
  }

  async consume(options: ConsumeOptions): Promise<LogConsumer> {
    const consumer = await startConsumer(this.#kafka, {
      groupId: this.#prefixed(options.group),
      topic: this.#nameOf(options.topic),
      partitions: this.partitions(options.topic),
      options,
    });
    return this.#kept(consumer);
  }

  async follow(options: FollowOptions): Promise<LogFollower> {
    const follower = await startFollower(this.#kafka, this.#admin, { topic: this.#nameOf(options.topic), options });
    return { caughtUp: follower.caughtUp, ...this.#kept(follower) };
  }

  partitions(topic: Topic): number {
    return this.#partitions.get(topic) ?? 1;
  }

  async ends(topic: Topic): Promise<readonly number[]> {
    const offsets = await this.#asked(this.#admin.fetchTopicOffsets(this.#nameOf(topic)));
    return [...offsets].sort((a, b) => a.partition - b.partition).map(({ high }) => Number(high));
  }

  async committed(group: string, topic: Topic): Promise<readonly (number | null)[]> {
    const [found] = await this.#asked(this.#admin.fetchOffsets({ groupId: this.#prefixed(group), topics: [this.#nameOf(topic)] }));
    const byPartition = new Map(found?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return Array.from({ length: this.partitions(topic) }, (_, partition) => {
      const offset = byPartition.get(partition) ?? -1;
      return offset < 0 ? null : offset;
    });
  }

  async ready(): Promise<void> {
    await this.#asked(this.#admin.describeCluster());
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#open].map((one) => one.stop()));
    await this.#sender.close();
    await this.#admin.disconnect().catch(() => {});
  }

  #kept<T extends { stop(): Promise<void> }>(one: T): { stop(): Promise<void> } {
    this.#open.add(one);
    return {
      stop: async () => {
        this.#open.delete(one);
        await one.stop();
      },
    };
  }

  async #ensureTopics({ partitions = {}, replication = 1, minInsyncReplicas = 1 }: KafkaEventLogOptions): Promise<void> {
    const settings = settingsOf(partitions);
    const existing = new Set(await this.#admin.listTopics());
    const missing = TOPICS.filter((topic) => !existing.has(this.#nameOf(topic)));
    try {
      if (missing.length > 0) {
        await this.#admin.createTopics({
          waitForLeaders: true,
          timeout: ADMIN_TIMEOUT_MS,
          topics: missing.map((topic) => ({
            topic: this.#nameOf(topic),
            numPartitions: settings[topic].partitions,
            replicationFactor: replication,
            configEntries: Object.entries({ ...settings[topic].config, 'min.insync.replicas': String(minInsyncReplicas) }).map(
              ([name, value]) => ({ name, value }),
            ),
          })),
        });
      }
    } catch (cause) {
      const wanted = missing
        .map((topic) => `${this.#nameOf(topic)} (${settings[topic].partitions} partitions, ${JSON.stringify(settings[topic].config)})`)
        .join('; ');
      throw new AppError(
        'log_unavailable',
        `These topics are missing and could not be made: ${wanted}. Make them, or allow the app to: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
    // Two processes may have started together: what counts is what is there now.
    const { topics } = await this.#admin.fetchTopicMetadata({ topics: TOPICS.map((topic) => this.#nameOf(topic)) });
    for (const topic of TOPICS) {
      const found = topics.find(({ name }) => name === this.#nameOf(topic));
      if (found) this.#partitions.set(topic, found.partitions.length);
    }
  }

  async #asked<T>(answer: Promise<T>): Promise<T> {
    try {
      return await within(ADMIN_TIMEOUT_MS, answer);
    } catch (cause) {
      throw new AppError('log_unavailable', `Kafka did not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }

  #nameOf(topic: Topic): string {
    return this.#prefixed(topic);
  }
  #prefixed(name: string): string {
    return this.#prefix ? `${this.#prefix}.${name}` : name;
  }
}
