import type { ClusterProcess } from '../scripts/cluster/process.mjs';

export type Setting = 'embedded' | 'distributed';

/** A running Segue, whichever way it is put together. */
export interface Server {
  readonly setting: Setting;
  readonly url: string;
  /** Ends whatever serves the pages and the sockets and starts it again, on the same data and address. Gives their exit codes. */
  restart(signal: NodeJS.Signals): Promise<readonly (number | null)[]>;
  /** The processes that learn, where they are processes of their own. */
  readonly workers: readonly ClusterProcess[];
  readonly apis: readonly ClusterProcess[];
  stop(): Promise<void>;
}

/** Small enough to start in seconds, large enough for a list of every genre. */
export const SMALL = { SEGUE_TRACKS: '240', SEGUE_SIMULATED: '40' } as const;
/** The other site of the SDK's example page, and its key. */
export const SITE_KEY = 'key-of-the-other-site';
/** Sixty tracks of five seconds: short enough to be heard out in a browser. */
export const SHORT_TRACKS: Readonly<Record<string, string>> = { SEGUE_TRACKS: '60', SEGUE_TRACK_SECONDS: '5', SEGUE_SIMULATED: '10' };
