/** To the index's thread. Vectors are rows of `DIMENSIONS` floats, one after the other. */
export type ToIndex =
  /** These rows have these vectors now; rows from `size` on are gone. `more`: other rows follow at once. */
  | {
      readonly type: 'rows';
      readonly rows: Int32Array;
      readonly vectors: Float32Array;
      readonly size: number;
      readonly more: boolean;
    }
  | { readonly type: 'search'; readonly id: number; readonly place: Float32Array; readonly count: number };

export type FromIndex =
  | { readonly type: 'found'; readonly id: number; readonly rows: Int32Array }
  /** Told every second or so. */
  | ({ readonly type: 'state' } & IndexState);

export interface IndexState {
  /** Rows that the graph has; until it has all of them the thread scans. */
  readonly indexed: number;
  readonly size: number;
  /** Rows whose vector has moved and which the graph has at an older place. */
  readonly waiting: number;
  /** Of the ten best by inner product, how many the last sampled searches found, 0..1; null before the first sample. */
  readonly recallAt10: number | null;
  /** CPU seconds that the thread has worked. */
  readonly busySeconds: number;
}
