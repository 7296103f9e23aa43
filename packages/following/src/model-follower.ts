import type { TrackId } from '@segue/core/events';
import type { ModelView } from '@segue/core/model';
import type { Catalogue, EventLog, LogFollower, LogRecord } from '@segue/core/ports';

const POLL_MS = 3_000;
/** Workers publish what changed every quarter of a second. */
const GATHER_MS = 100;

/** Keeps a model view current: the catalogue's tracks by polling its version, learnt states by following the log. */
export class ModelFollower {
  readonly #deps: {
    readonly log: EventLog;
    readonly catalogue: Catalogue;
    readonly model: ModelView;
    /** Whether to read what is learnt too, or what the catalogue says only. */
    readonly learnt: boolean;
    readonly onProblem: (cause: unknown) => void;
  };
  #version = 0;
  #polling: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #follower: LogFollower | null = null;

  constructor(deps: {
    readonly log: EventLog;
    readonly catalogue: Catalogue;
    readonly model: ModelView;
    readonly learnt?: boolean;
    readonly onProblem: (cause: unknown) => void;
  }) {
    this.#deps = { learnt: true, ...deps };
  }

  /** The catalogue's version that the model has; never goes back, and means the same on every instance. */
  get version(): number {
    return this.#version;
  }

  /** Resolves when everything known so far has been read. */
  async start(): Promise<void> {
    const { log, model } = this.#deps;
    await this.refresh();
    if (this.#deps.learnt) await this.#follow(log, model);
    this.#again();
  }

  /** Asks the catalogue now; whoever asks meanwhile shares the answer. */
  refresh(): Promise<void> {
    this.#polling ??= this.#poll().finally(() => {
      this.#polling = null;
    });
    return this.#polling;
  }

  async #follow(log: EventLog, model: ModelView): Promise<void> {
    this.#follower = await log.follow({
      topic: 'track-states',
      gatherMs: GATHER_MS,
      onRecords: (_partition, records) => this.#take(model, records),
    });
    await this.#follower.caughtUp;
  }

  /** What cannot be read, as of a newer version, is left out and said, once for all that came together: the rest is served (L10). */
  #take(model: ModelView, records: readonly LogRecord[]): void {
    const unread: unknown[] = [];
    for (const { key, value } of records) {
      try {
        if (value) model.applyTrackState(key as TrackId, value);
      } catch (cause) {
        unread.push(cause);
      }
    }
    if (unread.length === 0) return;
    const cause = unread[0];
    this.#deps.onProblem(new Error(`${unread.length} records of track-states could not be read and are left out`, { cause }));
  }

  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#follower?.stop();
  }

  #again(): void {
    this.#timer = setTimeout(() => {
      this.refresh()
        .catch(this.#deps.onProblem)
        .finally(() => {
          if (this.#timer) this.#again();
        });
    }, POLL_MS);
  }

  async #poll(): Promise<void> {
    const { version, changed, removed } = await this.#deps.catalogue.changes(this.#version);
    this.#deps.model.setTracks(changed, removed);
    this.#version = version;
  }
}
