import { partitionOf, type TrackId } from '@segue/core/events';
import { DIMENSIONS, type Vector } from '@segue/core/model';
import type { EventLog } from '@segue/core/ports';
import type { TrackBook } from './track-book.ts';

/** A vector that moved less than this (length of the difference) waits for the slow round. */
const MOVED = 0.01;
/** A track is published at most once in this time. */
const AT_MOST_EVERY_MS = 1_000;
/** What moved too little goes out after this all the same: popularity and pairs are in the record too. */
const AT_LAST_MS = 10_000;
const TICK_MS = 250;
/** Bytes a tick: 1 MB a second. */
const BUDGET_BYTES = 256 * 1024;

/** Publishes track states to `track-states`, coalesced: the newest state of a track, and not each of them. */
export class StatePublisher {
  readonly #log: EventLog;
  readonly #book: Pick<TrackBook, 'state' | 'packed'>;
  readonly #now: () => number;
  readonly #waiting = new Map<TrackId, { readonly sinceMs: number }>();
  readonly #published = new Map<TrackId, { readonly atMs: number; readonly vector: Vector }>();
  #timer: NodeJS.Timeout | null = null;
  #busy: Promise<void> = Promise.resolve();

  constructor({
    log,
    book,
    now,
  }: { readonly log: EventLog; readonly book: Pick<TrackBook, 'state' | 'packed'>; readonly now: () => number }) {
    this.#log = log;
    this.#book = book;
    this.#now = now;
  }

  changed(ids: readonly TrackId[]): void {
    const nowMs = this.#now();
    for (const id of ids) if (!this.#waiting.has(id)) this.#waiting.set(id, { sinceMs: nowMs });
    if (this.#waiting.size > 0) this.#timer ??= setTimeout(() => this.#tick(), TICK_MS);
  }

  /** Publishes everything that waits. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#busy;
    // In pieces: together they may be more than a broker takes at once.
    while (this.#waiting.size > 0) await this.#publish([...this.#waiting.keys()], BUDGET_BYTES);
  }

  #tick(): void {
    this.#timer = null;
    const nowMs = this.#now();
    const due = [...this.#waiting].filter(([id, { sinceMs }]) => this.#isDue(id, sinceMs, nowMs)).map(([id]) => id);
    this.#busy = this.#publish(due, BUDGET_BYTES).catch(() => {
      // The log is away: what waits goes on waiting, and each track's newest state is sent when it is back.
    });
    void this.#busy.then(() => {
      if (this.#waiting.size > 0) this.#timer ??= setTimeout(() => this.#tick(), TICK_MS);
    });
  }

  #isDue(id: TrackId, sinceMs: number, nowMs: number): boolean {
    const last = this.#published.get(id);
    if (!last) return true;
    if (nowMs - last.atMs < AT_MOST_EVERY_MS) return false;
    const state = this.#book.state(id);
    return state === undefined || nowMs - sinceMs >= AT_LAST_MS || distance(state.vector, last.vector) > MOVED;
  }

  async #publish(ids: readonly TrackId[], budgetBytes: number): Promise<void> {
    const partitions = this.#log.partitions('track-states');
    const entries = [];
    const sent = new Map<TrackId, { readonly sinceMs: number }>();
    let bytes = 0;
    for (const id of ids) {
      const state = this.#book.state(id);
      const value = this.#book.packed(id);
      if (!state || !value) {
        this.#waiting.delete(id);
        continue;
      }
      if (bytes + value.length > budgetBytes && entries.length > 0) break;
      bytes += value.length;
      entries.push({ partition: partitionOf(id, partitions), key: id, value });
      const waited = this.#waiting.get(id);
      if (waited) sent.set(id, waited);
      this.#published.delete(id);
      this.#published.set(id, { atMs: this.#now(), vector: Float32Array.from(state.vector) });
    }
    if (entries.length === 0) return;
    // What changes from here on waits anew: it is not in what is sent.
    for (const id of sent.keys()) this.#waiting.delete(id);
    try {
      await this.#log.append('track-states', entries);
    } catch (cause) {
      for (const [id, waited] of sent) this.#waiting.set(id, waited);
      throw cause;
    }
    for (const id of this.#published.keys()) {
      if (this.#published.size <= 100_000) break;
      this.#published.delete(id);
    }
  }
}

function distance(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < DIMENSIONS; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
