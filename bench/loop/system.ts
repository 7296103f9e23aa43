import type { Client } from './load.ts';

/** Something that takes gestures and answers with slates. */
export interface System {
  readonly name: string;
  /** Its processes by name, for what they cost. */
  processes(): Readonly<Record<string, number | undefined>>;
  /** Where those with Segue's metrics are. */
  readonly metricsUrls: readonly string[];
  connect(count: number): Promise<Client[]>;
  stop(): Promise<void>;
}
