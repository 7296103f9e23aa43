import { AppError } from '@segue/core/errors';
import type { LogEntry, Topic } from '@segue/core/ports';
import { within } from '@segue/core/within';
import { type Message, Partitioners, type Producer, type RecordMetadata } from 'kafkajs';
import { type KafkaClients, REQUEST_TIMEOUT_MS, typeOf, unavailable } from './client.ts';

interface Waiting {
  readonly topic: Topic;
  readonly entries: readonly LogEntry[];
  readonly bytes: number;
  readonly resolve: (offsets: readonly number[]) => void;
  readonly reject: (cause: AppError) => void;
}

export interface KafkaSenderOptions {
  readonly clients: KafkaClients;
  readonly nameOf: (topic: Topic) => string;
}

/** What may wait while a send is under way; past it callers are told to come back. */
const MAX_WAITING_ENTRIES = 50_000;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/**
 * One send carries at most this; a larger call goes in several. The bytes are half of what a broker takes for one partition.
 * kafkajs copies what it has grouped so far with each message that it groups, so that twice as many take four times as long.
 */
const MAX_SEND_BYTES = 512 * 1024;
const MAX_SEND_ENTRIES = 2_000;
/** A send, its retries and the connection before it: past this the outcome counts as unknown. */
const SEND_TIMEOUT_MS = 6_000;
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/**
 * One idempotent producer, one send at a time: what queues up meanwhile goes with the next, so load raises the batch and
 * not the latency, and overlapping sends cannot break the sequence (kafkajs: OUT_OF_ORDER_SEQUENCE). Where the outcome of
 * a send is unknown its callers are told `log_unavailable`, and so are those who queued behind it, so that nothing later
 * overtakes it: who sends again is told apart by the event's number.
 */
export class KafkaSender {
  readonly #clients: KafkaClients;
  readonly #nameOf: (topic: Topic) => string;
  #producer: Producer | null = null;
  #waiting: Waiting[] = [];
  #entries = 0;
  #bytes = 0;
  #pump: Promise<void> | null = null;
  #closed = false;

  constructor({ clients, nameOf }: KafkaSenderOptions) {
    this.#clients = clients;
    this.#nameOf = nameOf;
  }

  send(topic: Topic, entries: readonly LogEntry[]): Promise<readonly number[]> {
    if (this.#closed) return Promise.reject(new AppError('log_unavailable', 'The event log is closed'));
    if (entries.length === 0) return Promise.resolve([]);
    const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    const full = this.#entries + entries.length > MAX_WAITING_ENTRIES || this.#bytes + bytes > MAX_WAITING_BYTES;
    if (full && this.#entries > 0) {
      return Promise.reject(
        new AppError('overloaded', `${this.#entries} entries (${this.#bytes} bytes) wait for Kafka already; try again`),
      );
    }
    const parts = partsOf(entries).map(
      (part) => new Promise<readonly number[]>((resolve, reject) => this.#waiting.push({ topic, ...part, resolve, reject })),
    );
    this.#entries += entries.length;
    this.#bytes += bytes;
    this.#start();
    return parts.length === 1 && parts[0] ? parts[0] : Promise.all(parts).then((offsets) => offsets.flat());
  }

  /** Sends what waits, then disconnects. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#pump) await this.#pump;
    await this.#drop();
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
      const batch = this.#take();
      try {
        const offsets = await within(SEND_TIMEOUT_MS, this.#sendBatch(batch));
        for (const [i, { resolve }] of batch.entries()) resolve(offsets[i] ?? []);
      } catch (cause) {
        this.#fail(batch, cause);
      }
    }
  }

  #take(): readonly Waiting[] {
    let count = 0;
    let bytes = 0;
    let entries = 0;
    for (const one of this.#waiting) {
      if (count > 0 && (bytes + one.bytes > MAX_SEND_BYTES || entries + one.entries.length > MAX_SEND_ENTRIES)) break;
      count++;
      bytes += one.bytes;
      entries += one.entries.length;
    }
    this.#bytes -= bytes;
    this.#entries -= entries;
    return this.#waiting.splice(0, count);
  }

  #fail(batch: readonly Waiting[], cause: unknown): void {
    if (TOO_LARGE.has(typeOf(cause))) {
      const tooLarge = new AppError('event_too_large', `Kafka takes no entry of ${batch[0]?.bytes} bytes`, {
        cause,
      });
      for (const { reject } of batch) reject(tooLarge);
    } else {
      const behind = this.#waiting;
      this.#waiting = [];
      this.#entries = 0;
      this.#bytes = 0;
      const error = unavailable('Kafka did not take what was appended', cause);
      for (const { reject } of [...batch, ...behind]) reject(error);
    }
    // Its sequence numbers are no longer known to agree with the broker's: a new producer starts over.
    void this.#drop();
  }

  async #sendBatch(batch: readonly Waiting[]): Promise<number[][]> {
    const producer = await this.#connected();
    const messages = new Map<Topic, Message[]>();
    const places: { readonly place: string; readonly nth: number }[][] = [];
    const counts = new Map<string, number>();
    for (const { topic, entries } of batch) {
      const ofTopic = messages.get(topic) ?? [];
      messages.set(topic, ofTopic);
      places.push(
        entries.map(({ partition, key, value }) => {
          ofTopic.push({ partition, key, value: value && Buffer.from(value.buffer, value.byteOffset, value.byteLength) });
          const place = `${this.#nameOf(topic)}/${partition}`;
          const nth = counts.get(place) ?? 0;
          counts.set(place, nth + 1);
          return { place, nth };
        }),
      );
    }
    const topicMessages = [...messages].map(([topic, ofTopic]) => ({ topic: this.#nameOf(topic), messages: ofTopic }));
    const bases = basesOf(await producer.sendBatch({ acks: -1, timeout: REQUEST_TIMEOUT_MS, topicMessages }));
    // The broker answers with each partition's first offset; the batch's order within a partition gives the rest.
    return places.map((entries) => entries.map(({ place, nth }) => baseOf(bases, place) + nth));
  }

  async #connected(): Promise<Producer> {
    if (this.#producer) return this.#producer;
    const producer = this.#clients().producer({
      idempotent: true,
      maxInFlightRequests: 1,
      // Every message names its partition; the choice only silences kafkajs' warning about its new default.
      createPartitioner: Partitioners.DefaultPartitioner,
      // About a second and a half: a leader that moves is found again; the broker drops what it already has of a retry.
      retry: { retries: 5, initialRetryTime: 50, maxRetryTime: 500 },
    });
    this.#producer = producer;
    await producer.connect();
    return producer;
  }

  async #drop(): Promise<void> {
    const producer = this.#producer;
    this.#producer = null;
    if (producer) await within(REQUEST_TIMEOUT_MS, producer.disconnect()).catch(() => {});
  }
}

function sizeOf({ key, value }: LogEntry): number {
  return key.length + (value?.byteLength ?? 0);
}

/** Cuts one call into what a send may carry. */
function partsOf(entries: readonly LogEntry[]): { readonly entries: readonly LogEntry[]; readonly bytes: number }[] {
  const parts: { entries: LogEntry[]; bytes: number }[] = [];
  for (const entry of entries) {
    const bytes = sizeOf(entry);
    const part = parts.at(-1);
    if (part && part.entries.length < MAX_SEND_ENTRIES && part.bytes + bytes <= MAX_SEND_BYTES) {
      part.entries.push(entry);
      part.bytes += bytes;
    } else parts.push({ entries: [entry], bytes });
  }
  return parts;
}

function basesOf(metadata: readonly RecordMetadata[]): ReadonlyMap<string, number> {
  return new Map(metadata.map(({ topicName, partition, baseOffset }) => [`${topicName}/${partition}`, Number(baseOffset ?? -1)]));
}

function baseOf(bases: ReadonlyMap<string, number>, place: string): number {
  const base = bases.get(place) ?? -1;
  // Without an offset there is no position, and without a position no ack.
  if (base < 0) throw new Error(`the broker named no offset for ${place}`);
  return base;
}
