import type { TrackId } from '@segue/core/events';
import type { ModelView } from '@segue/core/model';
import type { Catalogue, EventLog, LogFollower } from '@segue/core/ports';

const POLL_MS = 3_000;

/** Keeps a model view current: the catalogue's tracks by polling its version, learnt states by following the log. */
export class ModelFollower {
  readonly #deps: {
    readonly log: EventLog;
    readonly catalogue: Catalogue;
    readonly model: ModelView;
    readonly onProblem: (cause: unknown) => void;
  };
  #version = 0;
  #timer: NodeJS.Timeout | null = null;
  #follower: LogFollower | null = null;

  constructor(deps: {
    readonly log: EventLog;
    readonly catalogue: Catalogue;
    readonly model: ModelView;
    readonly onProblem: (cause: unknown) => void;
  }) {
    this.#deps = deps;
  }

  /** The catalogue's version that the model has; never goes back, and means the same on every instance. */
  get version(): number {
    return this.#version;
  }

  /** Resolves when everything known so far has been read. */
  async start(): Promise<void> {
    const { log, model } = this.#deps;
    await this.#poll();
    this.#follower = await log.follow({
      topic: 'track-states',
      onRecords: (_partition, records) => {
        for (const { key, value } of records) if (value) model.applyTrackState(key as TrackId, value);
      },
    });
    await this.#follower.caughtUp;
    this.#again();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#follower?.stop();
  }

  #again(): void {
    this.#timer = setTimeout(() => {
      this.#poll()
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
