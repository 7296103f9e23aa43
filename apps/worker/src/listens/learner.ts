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

/**
 * Of a backlog: a taste is packed and saved once a chunk, however many of its listener's events are in it. Who learns alone
 * serves in the same thread, and a chunk of 256 keeps that for 30 ms.
 */
const MAX_CHUNK = 512;
const MAX_CHUNK_ALONE = 256;
/** An event that is not committed must still stand in its listener's ring, whatever else the chunk holds. */
const MAX_OF_LISTENER = RING_KEPT - 8;

/** Consumes `listens`: one `LearnPartition` a partition and assignment, partitions side by side. */
export class Learner {
  readonly #deps: LearnerDeps;
  readonly #parts = new Map<number, { readonly assignment: number; readonly learn: LearnPartition; soughtTo: number | null }>();
  readonly #committer = createCommitter();
  #consumer: LogConsumer | null = null;
  #turn: Promise<void> = Promise.resolve();

  constructor(deps: LearnerDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    const { log, group, onHealth, tastes } = this.#deps;
    this.#consumer = await log.consume({
      group,
      topic: 'listens',
      onBatch: (batch) => this.#onBatch(batch),
      onHealth,
      maxBatch: this.#maxChunk,
      startAt: async (partition) => this.#rewindTo(new LearnPartition(partition, await tastes.mark(partition), this.#deps).next),
    });
  }

  /** Finishes the batches in hand, commits, leaves the group. */
  async stop(): Promise<void> {
    this.#committer.atOnce();
    await this.#committer.flush();
    await this.#consumer?.stop();
    this.#consumer = null;
  }

  get #maxChunk(): number {
    return this.#deps.tracks.flushesAfterTastes ? MAX_CHUNK_ALONE : MAX_CHUNK;
  }

  /** Whether a partition came to this member last, as far as it knows. */
  learns(partition: number): boolean {
    return this.#parts.has(partition);
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
      batch.seek(this.#rewindTo(next));
      return;
    }
    for (const chunk of chunksOf(batch.records, this.#maxChunk)) {
      if (batch.isStale()) return;
      const outcome = await this.#learn(batch, part.learn, chunk);
      if (outcome === 'rewind') {
        this.#forget(batch.partition);
        if (batch.isStale()) return;
        const again = await this.#partOf(batch);
        // Not beyond this chunk: whoever saved it may not have sent its steps, which are made again from the rings.
        batch.seek(Math.min(chunk[0]?.offset ?? first.offset, this.#rewindTo(again.learn.next)));
        return;
      }
      const last = chunk.at(-1);
      if (last) await this.#committer.done(batch, last.offset + 1);
      await batch.heartbeat();
    }
  }

  async #learn(batch: LogBatch, part: LearnPartition, chunk: readonly LogRecord[]) {
    const before = this.#turn;
    let done = () => {};
    // Where steps are applied in place, the partitions of the log have one order too: a chunk is folded and saved whole.
    if (this.#deps.tracks.flushesAfterTastes) {
      this.#turn = new Promise<void>((resolve) => {
        done = resolve;
      });
      await before;
    }
    try {
      return await part.learn(chunk);
    } catch (cause) {
      // Half of it may stand: what is held here is no longer known to be right. The log delivers again.
      this.#forget(batch.partition);
      throw cause;
    } finally {
      done();
    }
  }

  /**
   * Where learning goes on when the store's mark is behind. A store that saves tracks after tastes may have lost the
   * tracks of its last chunk: that chunk comes again, what the tastes have makes its steps again, and fences drop the rest.
   */
  #rewindTo(next: number): number {
    return this.#deps.tracks.flushesAfterTastes ? Math.max(0, next - MAX_CHUNK_ALONE) : next;
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

/**
 * Cuts a batch so that no chunk holds too many records, nor too many of one listener: whatever was saved as taste and not
 * yet sent as steps can be made again from the ring. So an `undo` ends its chunk (what it took back is in the ring until
 * the next event), and an `erase`, which empties the ring, begins one.
 */
export function* chunksOf(records: readonly LogRecord[], maxChunk: number): Generator<readonly LogRecord[]> {
  let chunk: LogRecord[] = [];
  let of = new Map<ListenerId, number>();
  for (const record of records) {
    const listener = record.key as ListenerId;
    const count = (of.get(listener) ?? 0) + 1;
    const type = cutting(record);
    if (chunk.length > 0 && (chunk.length >= maxChunk || count > MAX_OF_LISTENER || type === 'erase')) {
      yield chunk;
      chunk = [];
      of = new Map();
    }
    chunk.push(record);
    of.set(listener, chunk.length === 1 ? 1 : count);
    if (type === 'undo') {
      yield chunk;
      chunk = [];
      of = new Map();
    }
  }
  if (chunk.length > 0) yield chunk;
}

const UNDO = Buffer.from('"undo"');
const ERASE = Buffer.from('"erase"');

/** By the bytes, since parsing comes later: a cut too many costs little, one too few would cost a step. */
function cutting({ value }: LogRecord): 'undo' | 'erase' | null {
  if (!value) return null;
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (bytes.includes(ERASE)) return 'erase';
  return bytes.includes(UNDO) ? 'undo' : null;
}
