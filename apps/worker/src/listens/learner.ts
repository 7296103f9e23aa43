import type { ListenerId } from '@segue/core/events';
import { RING_KEPT } from '@segue/core/model';
import type { EventLog, LogBatch, LogConsumer, LogRecord } from '@segue/core/ports';
import { createCommitter } from '../committer.ts';
import { LearnPartition, type LearnPartitionDeps } from './learn-partition.ts';

export interface LearnerDeps extends LearnPartitionDeps {
  readonly log: EventLog;
  readonly group: string;
  readonly onHealth: (state: 'up' | 'down', reason?: string) => void;
}

const MAX_CHUNK = 256;
/** An event that is not committed must still stand in its listener's ring, whatever else the chunk holds. */
const MAX_OF_LISTENER = RING_KEPT - 8;

/** Consumes `listens`: one `LearnPartition` a partition and assignment, partitions side by side. */
export class Learner {
  readonly #deps: LearnerDeps;
  readonly #parts = new Map<number, { readonly assignment: number; readonly learn: LearnPartition; soughtTo: number | null }>();
  readonly #committer = createCommitter();
  #consumer: LogConsumer | null = null;

  constructor(deps: LearnerDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    const { log, group, onHealth } = this.#deps;
    this.#consumer = await log.consume({ group, topic: 'listens', onBatch: (batch) => this.#onBatch(batch), onHealth });
  }

  /** Finishes the batches in hand, commits, leaves the group. */
  async stop(): Promise<void> {
    await this.#committer.flush();
    await this.#consumer?.stop();
    this.#consumer = null;
  }

  async #onBatch(batch: LogBatch): Promise<void> {
    const part = await this.#partOf(batch);
    const first = batch.records[0];
    if (!first) return;
    const { next } = part.learn;
    if (first.offset > next && part.soughtTo !== next) {
      // The group committed further than the store remembers: a store that lost its last second, or was emptied.
      part.soughtTo = next;
      this.#deps.observer.note('the store is behind the committed offset; learning again from its mark', {
        partition: batch.partition,
        from: next,
        committed: first.offset,
      });
      batch.seek(next);
      return;
    }
    for (const chunk of chunksOf(batch.records)) {
      if (batch.isStale()) return;
      const outcome = await this.#learn(batch, part.learn, chunk);
      if (outcome === 'rewind') {
        this.#forget(batch.partition);
        if (batch.isStale()) return;
        const again = await this.#partOf(batch);
        batch.seek(again.learn.next);
        return;
      }
      const last = chunk.at(-1);
      if (last) this.#committer.done(batch, last.offset + 1);
      await batch.heartbeat();
    }
  }

  async #learn(batch: LogBatch, part: LearnPartition, chunk: readonly LogRecord[]) {
    try {
      return await part.learn(chunk);
    } catch (cause) {
      // Half of it may stand: what is held here is no longer known to be right. The log delivers again.
      this.#forget(batch.partition);
      throw cause;
    }
  }

  #forget(partition: number): void {
    this.#parts.delete(partition);
    this.#deps.tracks.reset(partition);
  }

  async #partOf(batch: LogBatch) {
    const known = this.#parts.get(batch.partition);
    if (known?.assignment === batch.assignment) return known;
    const mark = await this.#deps.tastes.mark(batch.partition);
    const part = { assignment: batch.assignment, learn: new LearnPartition(batch.partition, mark, this.#deps), soughtTo: null };
    this.#parts.set(batch.partition, part);
    return part;
  }
}

/** Cuts a batch so that no chunk holds too many records, nor too many of one listener. */
export function* chunksOf(records: readonly LogRecord[]): Generator<readonly LogRecord[]> {
  let chunk: LogRecord[] = [];
  let of = new Map<ListenerId, number>();
  for (const record of records) {
    const listener = record.key as ListenerId;
    const count = (of.get(listener) ?? 0) + 1;
    if (chunk.length >= MAX_CHUNK || count > MAX_OF_LISTENER) {
      yield chunk;
      chunk = [];
      of = new Map();
    }
    chunk.push(record);
    of.set(listener, chunk.length === 1 ? 1 : count);
  }
  if (chunk.length > 0) yield chunk;
}
