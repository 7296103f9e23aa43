import { randomUUID } from 'node:crypto';
import { AppError } from '@segue/core/errors';
import type { ConsumeOptions, EventLog, FollowOptions, LogConsumer, LogEntry, LogFollower, Topic } from '@segue/core/ports';
import { within } from '@segue/core/within';
import type { Admin } from 'kafkajs';
import { createClients, type KafkaClients, type KafkaConnection, type KafkaLogger, unavailable } from './client.ts';
import { startConsumer } from './consumer.ts';
import { startFollower } from './follower.ts';
import { KafkaSender } from './sender.ts';
import { ensureTopics, type TopicWishes } from './topics.ts';

export interface KafkaEventLogOptions extends KafkaConnection, TopicWishes {
  /** Put before topics and groups, with a dot; empty for none. */
  readonly prefix?: string;
}

/** A loaded broker takes its time to make topics. */
const OPEN_TIMEOUT_MS = 30_000;
const ASK_TIMEOUT_MS = 6_000;

/** Connects, and makes the topics that are missing; where it may not, says which are and how they should be. */
export async function openKafkaEventLog(options: KafkaEventLogOptions): Promise<KafkaEventLog> {
  const log = new KafkaEventLog(options);
  try {
    await within(OPEN_TIMEOUT_MS, log.open(options));
    return log;
  } catch (cause) {
    await log.close();
    throw unavailable(`Kafka at ${options.brokers.join(', ')} cannot be used`, cause);
  }
}

/** The event log on Kafka, through kafkajs. */
export class KafkaEventLog implements EventLog {
  readonly #clients: KafkaClients;
  readonly #prefix: string;
  readonly #logger: KafkaLogger | undefined;
  readonly #sender: KafkaSender;
  readonly #running = new Set<{ stop(): Promise<void> }>();
  #partitions: ReadonlyMap<Topic, number> = new Map();
  #admin: Promise<Admin> | null = null;
  #closed = false;

  constructor({ prefix = '', logger, ...connection }: KafkaEventLogOptions) {
    this.#clients = createClients({ ...connection, ...(logger ? { logger } : {}) });
    this.#prefix = prefix;
    this.#logger = logger;
    this.#sender = new KafkaSender({ clients: this.#clients, nameOf: this.#nameOf });
  }

  async open(wishes: TopicWishes): Promise<void> {
    const admin = this.#clients(OPEN_TIMEOUT_MS).admin();
    try {
      await admin.connect();
      this.#partitions = await ensureTopics(admin, this.#nameOf, wishes);
    } finally {
      await admin.disconnect().catch(() => {});
    }
  }

  append(topic: Topic, entries: readonly LogEntry[]): Promise<readonly number[]> {
    return this.#sender.send(topic, entries);
  }

  async consume(options: ConsumeOptions): Promise<LogConsumer> {
    this.#expectOpen();
    const { group, topic } = options;
    const consumer = await startConsumer({
      clients: this.#clients,
      groupId: this.#prefixed(group),
      topic: this.#nameOf(topic),
      partitions: this.partitions(topic),
      consume: options,
      committedOf: () => this.committed(group, topic),
      logger: this.#logger,
    });
    return this.#kept(consumer);
  }

  async follow(options: FollowOptions): Promise<LogFollower> {
    this.#expectOpen();
    const topic = this.#nameOf(options.topic);
    const ends = await this.ends(options.topic);
    const groupId = `${topic}.follower.${randomUUID()}`;
    const follower = await startFollower({ clients: this.#clients, groupId, topic, ends, follow: options });
    return { caughtUp: follower.caughtUp, ...this.#kept(follower) };
  }

  partitions(topic: Topic): number {
    return this.#partitions.get(topic) ?? 1;
  }

  async starts(topic: Topic): Promise<readonly number[]> {
    return (await this.#offsetsOf(topic)).map(({ low }) => Number(low));
  }

  async ends(topic: Topic): Promise<readonly number[]> {
    return (await this.#offsetsOf(topic)).map(({ high }) => Number(high));
  }

  async committed(group: string, topic: Topic): Promise<readonly (number | null)[]> {
    const [found] = await this.#ask((admin) => admin.fetchOffsets({ groupId: this.#prefixed(group), topics: [this.#nameOf(topic)] }));
    const offsets = new Map(found?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return Array.from({ length: this.partitions(topic) }, (_, partition) => {
      const offset = offsets.get(partition) ?? -1;
      return offset < 0 ? null : offset;
    });
  }

  async ready(): Promise<void> {
    await this.#ask((admin) => admin.describeCluster());
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#running].map((one) => one.stop()));
    await this.#sender.close();
    await this.#dropAdmin();
  }

  #kept(one: { stop(): Promise<void> }): { stop(): Promise<void> } {
    this.#running.add(one);
    return {
      stop: async () => {
        await one.stop();
        this.#running.delete(one);
      },
    };
  }

  async #offsetsOf(topic: Topic) {
    const offsets = await this.#ask((admin) => admin.fetchTopicOffsets(this.#nameOf(topic)));
    return offsets.sort((a, b) => a.partition - b.partition);
  }

  async #ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    this.#expectOpen();
    try {
      return await within(
        ASK_TIMEOUT_MS,
        this.#connectedAdmin().then((admin) => question(admin)),
      );
    } catch (cause) {
      // kafkajs' admin does not always find its way back by itself: the next question gets a new one.
      void this.#dropAdmin();
      throw unavailable('Kafka did not answer', cause);
    }
  }

  #connectedAdmin(): Promise<Admin> {
    this.#admin ??= (async () => {
      const admin = this.#clients().admin();
      await admin.connect();
      return admin;
    })();
    return this.#admin;
  }

  async #dropAdmin(): Promise<void> {
    const admin = this.#admin;
    this.#admin = null;
    await within(
      ASK_TIMEOUT_MS,
      Promise.resolve(admin).then((one) => one?.disconnect()),
    ).catch(() => {});
  }

  #expectOpen(): void {
    if (this.#closed) throw new AppError('log_unavailable', 'The event log is closed');
  }
  readonly #nameOf = (topic: Topic): string => this.#prefixed(topic);
  #prefixed(name: string): string {
    return this.#prefix ? `${this.#prefix}.${name}` : name;
  }
}
