import type { Worker as Thread } from 'node:worker_threads';
import { partitionOf } from '@segue/core/events';
import type { ModelView } from '@segue/core/model';
import type { EventLog, LogFollower } from '@segue/core/ports';
import type { WorkerObserver } from '../observer.ts';
import type { FromFit, ToFit } from './messages.ts';
import { startThread } from './start-thread.ts';

export interface RefitterDeps {
  readonly log: EventLog;
  readonly epoch: number;
  /** What is published is read back from the log by everybody, this process too. */
  readonly model: ModelView;
  /** Whether it is this worker's turn: in a fleet all follow, and one fits. */
  readonly isTurn: () => boolean;
  readonly threadUrl: URL;
  readonly observer: WorkerObserver;
  readonly onHealth: (state: 'up' | 'down', reason?: string) => void;
}

/** Records that wait for the thread, which takes none while it fits; with more the log waits too. */
const MOST_WAITING = 20_000;
const AGAIN_AFTER_MS = 5_000;
/** A log from which nothing came for so long has come to rest: a history that was imported is fitted whole. */
const QUIET_MS = 5_000;
/** After a fit its thread rests 19 times as long: however fast the log grows, fits have a twentieth of a core. */
const REST = 19;
/** A fit looks at what was said over days: records may come to it together. */
const GATHER_MS = 1_000;

/**
 * The long-term fit as a consumer of the log: a thread follows `listens` from its beginning, refits at the events that the
 * schedule names, and what it finds is published to `track-states` in pieces, where whoever serves reads it.
 */
export class Refitter {
  readonly #deps: RefitterDeps;
  #thread: Thread | null = null;
  #follower: LogFollower | null = null;
  #waiting = 0;
  /** What the log waits for. */
  #room: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;
  #isFitting = false;
  #dueAt = 0;
  /** What this process has fitted; a model that follows what others publish may know of more. */
  #fitted = 0;
  #stopped = false;
  #again: NodeJS.Timeout | null = null;
  #quiet: NodeJS.Timeout | null = null;
  #rest: NodeJS.Timeout | null = null;

  constructor(deps: RefitterDeps) {
    this.#deps = deps;
  }

  /** Never fails: without a fit everything else serves, and it is tried again. */
  async start(): Promise<void> {
    try {
      await this.#open();
      this.#deps.onHealth('up');
    } catch (cause) {
      this.#deps.onHealth('down', String(cause));
      this.#beginAnew();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#again) clearTimeout(this.#again);
    await this.#close();
  }

  async #open(): Promise<void> {
    const { log, threadUrl, onHealth } = this.#deps;
    const thread = startThread(threadUrl);
    this.#thread = thread;
    thread.unref();
    thread.on('message', (message: FromFit) => this.#take(message));
    thread.on('error', (cause) => {
      onHealth('down', String(cause));
      this.#beginAnew();
    });
    this.#follower = await log.follow({
      topic: 'listens',
      gatherMs: GATHER_MS,
      onRecords: (_partition, records) => {
        if (thread !== this.#thread) return;
        const values = records.flatMap(({ value }) => (value ? [value] : []));
        this.#waiting += values.length;
        thread.postMessage({ type: 'records', values } satisfies ToFit);
        this.#settleOnceQuiet();
        return this.#hasRoom();
      },
    });
  }

  #take(message: FromFit): void {
    switch (message.type) {
      case 'taken':
        this.#waiting -= message.records;
        if (this.#waiting <= MOST_WAITING) this.#giveRoom();
        break;
      case 'due':
        this.#dueAt = message.events;
        break;
      case 'nothing':
        this.#isFitting = false;
        break;
      case 'fitted':
        void this.#publish(message);
        break;
    }
    this.#fitIfDue();
  }

  #hasRoom(): Promise<void> | undefined {
    if (this.#waiting <= MOST_WAITING) return undefined;
    this.#room ??= withResolver();
    return this.#room.promise;
  }

  #giveRoom(): void {
    this.#room?.resolve();
    this.#room = null;
  }

  #settleOnceQuiet(): void {
    if (this.#quiet) clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#thread?.postMessage({ type: 'settle' } satisfies ToFit), QUIET_MS);
    this.#quiet.unref();
  }

  #fitIfDue(): void {
    const { model, epoch, isTurn } = this.#deps;
    const known = model.longTermOf;
    const fitted = Math.max(this.#fitted, known?.epoch === epoch ? known.events : 0);
    // While records wait, a later refit may be due already: only the last one is worth its time.
    if (this.#waiting > 0 || this.#isFitting || this.#rest || this.#dueAt <= fitted || !isTurn()) return;
    this.#isFitting = true;
    this.#thread?.postMessage({ type: 'fit', epoch } satisfies ToFit);
  }

  async #publish({ events, pieces, tookMs }: Extract<FromFit, { readonly type: 'fitted' }>): Promise<void> {
    const { log, observer, onHealth } = this.#deps;
    const partitions = log.partitions('track-states');
    this.#fitted = Math.max(this.#fitted, events);
    this.#rest = setTimeout(() => {
      this.#rest = null;
      this.#fitIfDue();
    }, tookMs * REST).unref();
    try {
      // One by one: together they may be more than a broker takes at once.
      for (const { id, bytes } of pieces)
        await log.append('track-states', [{ partition: partitionOf(id, partitions), key: id, value: bytes }]);
      observer.note('long-term neighbours were fitted anew', { events, pieces: pieces.length, tookMs: Math.round(tookMs) });
      onHealth('up');
    } catch (cause) {
      // The next refit brings all of it.
      onHealth('down', String(cause));
    } finally {
      this.#isFitting = false;
      this.#fitIfDue();
    }
  }

  #beginAnew(): void {
    if (this.#stopped || this.#again) return;
    this.#again = setTimeout(() => {
      this.#again = null;
      void this.#close()
        .catch((cause) => this.#deps.onHealth('down', String(cause)))
        .then(() => (this.#stopped ? undefined : this.start()));
    }, AGAIN_AFTER_MS);
  }

  async #close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    if (this.#quiet) clearTimeout(this.#quiet);
    this.#quiet = null;
    if (this.#rest) clearTimeout(this.#rest);
    this.#rest = null;
    this.#waiting = 0;
    this.#dueAt = 0;
    this.#fitted = 0;
    this.#isFitting = false;
    this.#giveRoom();
    await this.#follower?.stop();
    this.#follower = null;
    await thread?.terminate();
  }
}

function withResolver(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
