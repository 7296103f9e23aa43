import type { VectorMemory } from '@segue/core/model';

/** How the nearest are found: by looking at all rows, or by a graph over them. */
export type Method = 'scan' | 'graph';

/** What the index's thread is started with. */
export interface ThreadData {
  readonly memory: VectorMemory;
  /** How many rows there are. */
  readonly size: number;
  /** What measuring should come to, for benchmarks; it decides by itself without it. */
  readonly method?: Method;
}

/** To the index's thread. `size`: how many rows there are now. */
export type ToIndex =
  | { readonly type: 'search'; readonly id: number; readonly place: Float32Array; readonly count: number; readonly size: number }
  /** These rows have changed: only a graph has to know. */
  | { readonly type: 'moved'; readonly rows: Int32Array; readonly size: number };

export type FromIndex =
  | { readonly type: 'found'; readonly id: number; readonly rows: Int32Array }
  /** Told every second or so, and when the method changes. */
  | ({ readonly type: 'state' } & IndexState);

export interface IndexState {
  /** What searches are answered by now; null before it was measured. */
  readonly method: Method | null;
  /** Whether a graph is there or being made, and wants to be told what moves. */
  readonly wantsMoves: boolean;
  /** ms that a scan takes, and a search of the graph, as measured for the choice; null where it was not. */
  readonly scanMs: number | null;
  readonly graphMs: number | null;
  /** Rows that a search can find: all of them by a scan, those put so far by a graph. */
  readonly indexed: number;
  readonly size: number;
  /** Rows whose vector has moved and which the graph has at an older place. */
  readonly waiting: number;
  /** Of the ten best by inner product, how many the last sampled searches found, 0..1; null before the first sample. */
  readonly recallAt10: number | null;
  /** CPU seconds that the thread has worked. */
  readonly busySeconds: number;
}
