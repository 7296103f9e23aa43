import type { Position } from '@segue/core/events';
import type { TrackStep } from '@segue/core/model';
import type { EventLog, LogBatch, LogConsumer, LogRecord, TrackStore } from '@segue/core/ports';
import { createCommitter } from '../committer.ts';
import type { WorkerObserver } from '../observer.ts';
import type { Refuse } from '../refusals.ts';
import type { KnowTracks } from './known-tracks.ts';
import { readStep } from './read-step.ts';
import type { StatePublisher } from './state-publisher.ts';
import type { TrackBook } from './track-book.ts';

export interface TrackLearnerDeps {
  readonly log: EventLog;
  readonly store: TrackStore;
  readonly book: TrackBook;
  readonly know: KnowTracks;
  readonly publisher: StatePublisher;
  readonly group: string;
  readonly epoch: number;
  /** Of `track-steps`. */
  readonly partitions: number;
  readonly observer: WorkerObserver;
  readonly refuse: Refuse;
  readonly onHealth: (state: 'up' | 'down', reason?: string) => void;
}

const MAX_CHUNK = 400;
/** A track's state is published a quarter of a second later and more: its steps may as well come together. */
const GATHER_MS = 100;

/** Consumes `track-steps`: each track has one writer, however many workers run. */
export class TrackLearner {
  readonly #deps: TrackLearnerDeps;
  readonly #parts = new Map<number, { readonly assignment: number; mark: Position | null; soughtTo: number | null }>();
  readonly #committer = createCommitter();
  #consumer: LogConsumer | null = null;

  constructor(deps: TrackLearnerDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    const { log, group, onHealth, store } = this.#deps;
    this.#consumer = await log.consume({
      group,
      topic: 'track-steps',
      gatherMs: GATHER_MS,
      onBatch: (batch) => this.#onBatch(batch),
      onHealth,
      startAt: async (partition) => this.#nextOf(await store.mark(partition)),
    });
  }

  async stop(): Promise<void> {
    this.#committer.atOnce();
    await this.#committer.flush();
    await this.#consumer?.stop();
    this.#consumer = null;
  }

  async #onBatch(batch: LogBatch): Promise<void> {
    try {
      await this.#learn(batch);
    } catch (cause) {
      // What is held was stepped and may not be saved: read again, or the fences would drop what the store never got.
      this.#deps.book.drop(batch.partition);
      this.#parts.delete(batch.partition);
      throw cause;
    }
  }

  async #learn(batch: LogBatch): Promise<void> {
    const part = await this.#partOf(batch);
    const first = batch.records[0];
    if (!first) return;
    const next = this.#nextOf(part.mark);
    if (first.offset > next && part.soughtTo !== next) {
      part.soughtTo = next;
      batch.seek(next);
      return;
    }
    for (let from = 0; from < batch.records.length; from += MAX_CHUNK) {
      if (batch.isStale()) return;
      const records = batch.records.slice(from, from + MAX_CHUNK);
      const last = records.at(-1);
      if (!last) return;
      const steps = await this.#stepsIn(batch.partition, records, this.#nextOf(part.mark));
      const tracks = [...new Set(steps.map((step) => step.track))];
      await this.#deps.know(tracks);
      await this.#deps.book.load(tracks);
      for (const step of steps) this.#deps.book.apply(step);
      const at = { epoch: this.#deps.epoch, partition: batch.partition, offset: last.offset };
      const nextMark = part.mark && this.#nextOf(part.mark) > at.offset ? part.mark : at;
      const saved = await this.#deps.book.save(batch.partition, part.mark, nextMark);
      if (!saved) {
        this.#deps.book.drop(batch.partition);
        this.#parts.delete(batch.partition);
        this.#deps.observer.note('another worker has saved these tracks; reading again', { partition: batch.partition });
        if (batch.isStale()) return;
        const again = await this.#partOf(batch);
        batch.seek(this.#nextOf(again.mark));
        return;
      }
      part.mark = nextMark;
      this.#deps.publisher.changed(saved);
      await this.#committer.done(batch, last.offset + 1);
      await batch.heartbeat();
    }
  }

  /** At or before the mark everything is in the saved records already, or was set aside. */
  async #stepsIn(partition: number, records: readonly LogRecord[], next: number): Promise<TrackStep[]> {
    const { partitions, refuse, observer } = this.#deps;
    const steps: TrackStep[] = [];
    for (const record of records) {
      if (record.offset < next) continue;
      const read = readStep(record, partition, partitions);
      if (read.ok) steps.push(read.step);
      else {
        observer.outcome('refused', 'unknown');
        await refuse(partition, record, read);
      }
    }
    return steps;
  }

  #nextOf(mark: Position | null): number {
    return mark && mark.epoch === this.#deps.epoch ? mark.offset + 1 : 0;
  }

  async #partOf(batch: LogBatch) {
    const known = this.#parts.get(batch.partition);
    if (known?.assignment === batch.assignment) return known;
    this.#deps.book.drop(batch.partition);
    const part = { assignment: batch.assignment, mark: await this.#deps.store.mark(batch.partition), soughtTo: null };
    this.#parts.set(batch.partition, part);
    return part;
  }
}
