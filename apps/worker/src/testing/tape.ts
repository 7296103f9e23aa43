import { MemoryStoreShared, openMemoryOnlineStore } from '@segue/backends/memory';
import { encodeListenEvent, type ListenEvent } from '@segue/core/events';
import type { ConsumeOptions, EventLog, LogBatch, LogEntry, LogRecord, OnlineStore, Topic } from '@segue/core/ports';

/** A log whose batches a test hands out by itself: any order, any assignment, to workers that are late. */
export class Tape implements EventLog {
  readonly records = new Map<string, LogRecord[]>();
  readonly handlers: ConsumeOptions[] = [];
  readonly #partitions: Partial<Record<Topic, number>>;
  /** Takes one away for each append of steps: `lost` fails before it stands, `unheard` after. */
  fault: 'lost' | 'unheard' | null = null;

  constructor(partitions: Partial<Record<Topic, number>> = {}) {
    this.#partitions = partitions;
  }

  of(topic: Topic, partition = 0): LogRecord[] {
    const key = `${topic}/${partition}`;
    const records = this.records.get(key) ?? [];
    this.records.set(key, records);
    return records;
  }

  async append(topic: Topic, entries: readonly LogEntry[]): Promise<readonly number[]> {
    const { fault } = this;
    if (topic === 'track-steps') this.fault = null;
    if (topic === 'track-steps' && fault === 'lost') throw new Error('the log is away');
    const offsets = entries.map(({ partition, key, value }) => {
      const records = this.of(topic, partition);
      return records.push({ offset: records.length, key, value, appendedAtMs: 0 }) - 1;
    });
    if (topic === 'track-steps' && fault === 'unheard') throw new Error('the answer of the log was lost');
    return offsets;
  }
  async consume(options: ConsumeOptions) {
    this.handlers.push(options);
    return { stop: async () => {} };
  }
  async follow() {
    return { caughtUp: Promise.resolve(), stop: async () => {} };
  }
  partitions(topic: Topic): number {
    return this.#partitions[topic] ?? 1;
  }
  async starts(topic: Topic) {
    return Array.from({ length: this.partitions(topic) }, () => 0);
  }
  async ends(topic: Topic) {
    return Array.from({ length: this.partitions(topic) }, (_, partition) => this.of(topic, partition).length);
  }
  async committed() {
    return [];
  }
  async ready() {}
  async close() {}
}

/** Hands one member its partition's records, as a log would, and keeps where it stands. */
export class Reader {
  cursor = 0;
  assignment = 1;
  readonly #options: ConsumeOptions;
  readonly #records: readonly LogRecord[];
  readonly #partition: number;

  constructor(options: ConsumeOptions, records: readonly LogRecord[], partition = 0) {
    this.#options = options;
    this.#records = records;
    this.#partition = partition;
  }

  get atEnd(): boolean {
    return this.cursor >= this.#records.length;
  }

  /** A new assignment, from the group's commit or before it (EL12). */
  async assign(committed: number): Promise<void> {
    this.assignment++;
    this.cursor = Math.min(committed, (await this.#options.startAt?.(this.#partition)) ?? committed);
  }

  /** Hands over up to `most` records; stale after so many heartbeats. Resolves to whether all of it was done. */
  async deliver(most: number, committed: () => number, staleAfter = Number.POSITIVE_INFINITY): Promise<boolean> {
    const records = this.#records.slice(this.cursor, this.cursor + most);
    if (records.length === 0) return true;
    let beats = 0;
    let sought: number | null = null;
    const batch: LogBatch = {
      partition: this.#partition,
      records,
      assignment: this.assignment,
      isStale: () => beats >= staleAfter,
      heartbeat: async () => void beats++,
      commit: async () => {},
      seek: (offset) => {
        sought = offset;
      },
    };
    try {
      await this.#options.onBatch(batch);
    } catch {
      this.cursor = Math.min(this.cursor, committed());
      return false;
    }
    if (sought !== null) this.cursor = sought;
    else if (!batch.isStale()) this.cursor += records.length;
    return sought === null && !batch.isStale();
  }
}

/** A store whose every write is remembered, so that it can lose the last ones, and whose writes can fail either way. */
export class ForgetfulStore {
  readonly #shared = new MemoryStoreShared();
  readonly #history: Map<string, Uint8Array>[] = [];
  readonly store: OnlineStore;
  fault: 'lost' | 'unheard' | null = null;

  constructor() {
    const inner = openMemoryOnlineStore({ on: this.#shared });
    const save =
      <Chunk, Answer>(really: (chunk: Chunk) => Promise<Answer>) =>
      async (chunk: Chunk): Promise<Answer> => {
        const { fault } = this;
        this.fault = null;
        if (fault === 'lost') throw new Error('the store is away');
        this.#history.push(new Map(this.#shared.values));
        const answer = await really(chunk);
        if (fault === 'unheard') throw new Error('the answer of the store was lost');
        return answer;
      };
    this.store = {
      ...inner,
      tastes: { ...inner.tastes, save: save((chunk) => inner.tastes.save(chunk)) },
      tracks: { ...inner.tracks, save: save((chunk) => inner.tracks.save(chunk)) },
    };
  }

  /** As it was before its last so many writes. */
  lose(writes: number): void {
    const back = Math.min(writes, this.#history.length);
    const state = this.#history.splice(this.#history.length - back)[0];
    if (!state) return;
    this.#shared.values.clear();
    for (const [key, value] of state) this.#shared.values.set(key, value);
  }

  /** All that was learnt, byte for byte: tastes with revision and position, and track records with their fences. */
  learnt(): Record<string, string> {
    return learntIn(this.#shared.values);
  }
}

export function learntIn(values: Iterable<readonly [string, Uint8Array]>): Record<string, string> {
  const learnt = [...values].filter(([key]) => key.startsWith('taste/') || key.startsWith('track/'));
  return Object.fromEntries(learnt.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, Buffer.from(value).toString('hex')]));
}

export const entryOf = (event: ListenEvent, partition = 0): LogEntry => ({
  partition,
  key: event.listenerId,
  value: encodeListenEvent(event),
});
