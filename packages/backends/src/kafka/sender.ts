import { AppError } from '@segue/core/errors';
import type { LogEntry, Topic } from '@segue/core/ports';
import { type Kafka, Partitioners, type Producer } from 'kafkajs';

interface Waiting {
  readonly topic: Topic;
  readonly entries: readonly LogEntry[];
  readonly resolve: (offsets: readonly number[]) => void;
  readonly reject: (cause: AppError) => void;
}

/** Entries that may wait while a send is under way; past it callers are told to come back. */
const MAX_WAITING = 50_000;
const SEND_TIMEOUT_MS = 5_000;

/**
 * One idempotent producer, one send at a time: what queues up meanwhile goes with the next, so load raises the batch and
 * not the latency, and overlapping sends cannot break the sequence (kafkajs: OUT_OF_ORDER_SEQUENCE). Where the outcome of a
 * send is unknown its callers are told `log_unavailable`: who resends is told apart by the event's number.
 */
export class KafkaSender {
  readonly #kafka: Kafka;
  readonly #topicName: (topic: Topic) => string;
  #producer: Producer | null = null;
  #waiting: Waiting[] = [];
  #entries = 0;
  #pump: Promise<void> | null = null;

  constructor({ kafka, topicName }: { readonly kafka: Kafka; readonly topicName: (topic: Topic) => string }) {
    this.#kafka = kafka;
    this.#topicName = topicName;
  }

  send(topic: Topic, entries: readonly LogEntry[]): Promise<readonly number[]> {
    if (entries.length === 0) return Promise.resolve([]);
    if (this.#entries + entries.length > MAX_WAITING) {
      return Promise.reject(new AppError('log_unavailable', `${this.#entries} entries wait for Kafka already`));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ topic, entries, resolve, reject });
      this.#entries += entries.length;
      this.#start();
    });
  }

  async close(): Promise<void> {
    while (this.#pump) await this.#pump;
    await this.#producer?.disconnect().catch(() => {});
    this.#producer = null;
  }

  #start(): void {
    this.#pump ??= this.#run().finally(() => {
      this.#pump = null;
      // Whoever was answered last may have sent again before this ran.
      if (this.#waiting.length > 0) this.#start();
    });
  }

  async #run(): Promise<void> {
    // A turn of the loop gathers everything that was appended in this one.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      this.#entries = 0;
      try {
        const offsets = await this.#sendBatch(batch);
        batch.forEach(({ resolve }, i) => {
          resolve(offsets[i] ?? []);
        });
      } catch (cause) {
        // Its sequence numbers are no longer known to agree with the broker's: a new producer starts over.
        const broken = this.#producer;
        this.#producer = null;
        void broken?.disconnect().catch(() => {});
        const error = new AppError(
          'log_unavailable',
          `Kafka did not take ${batch.length} sends: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
        for (const { reject } of batch) reject(error);
      }
    }
  }

  async #sendBatch(batch: readonly Waiting[]): Promise<number[][]> {
    const producer = await this.#connected();
    const byTopic = new Map<Topic, { partition: number; key: string; value: Buffer | null }[]>();
    const places: { readonly topic: Topic; readonly partition: number; readonly nth: number }[][] = [];
    const counts = new Map<string, number>();
    for (const { topic, entries } of batch) {
      const messages = byTopic.get(topic) ?? [];
      byTopic.set(topic, messages);
      places.push(
        entries.map(({ partition, key, value }) => {
          messages.push({ partition, key, value: value ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : null });
          const id = `${topic}/${partition}`;
          const nth = counts.get(id) ?? 0;
          counts.set(id, nth + 1);
          return { topic, partition, nth };
        }),
      );
    }
    const topicMessages = [...byTopic].map(([topic, messages]) => ({ topic: this.#topicName(topic), messages }));
    const metadata = await within(SEND_TIMEOUT_MS * 2, producer.sendBatch({ acks: -1, timeout: SEND_TIMEOUT_MS, topicMessages }));
    // The broker answers with each partition's first offset; the batch's order within a partition gives the rest.
    const bases = new Map(metadata.map(({ topicName, partition, baseOffset }) => [`${topicName}/${partition}`, Number(baseOffset)]));
    return places.map((entries) =>
      entries.map(({ topic, partition, nth }) => (bases.get(`${this.#topicName(topic)}/${partition}`) ?? Number.NaN) + nth),
    );
  }

  async #connected(): Promise<Producer> {
    if (this.#producer) return this.#producer;
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: 2, initialRetryTime: 50, maxRetryTime: 500 },
    });
    await within(SEND_TIMEOUT_MS, producer.connect());
    this.#producer = producer;
    return producer;
  }
}

/** Rejects when the work takes longer; the work itself goes on and its outcome is dropped. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
