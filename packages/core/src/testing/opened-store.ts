import type { OnlineStore } from '../ports/index.ts';

/** An online store under test. */
export interface OpenedStore {
  /** As the instance `one` has it. */
  readonly port: OnlineStore;
  /** The same store at the same time, as another instance has it; `close` closes it. */
  readonly another: (instance: string) => Promise<OnlineStore>;
  /** Closes every instance and opens what was kept, as `one` does after a restart. */
  readonly restart: () => Promise<OnlineStore>;
  /** Moves the adapter's clock on; what a server forgets by its own clock is still to be waited for. */
  readonly pass: (ms: number) => void;
  /** Ends the connections that notices come over. Absent where they come over none, and there is nothing to lose. */
  readonly loseLink?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;
