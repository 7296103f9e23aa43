import type { Position, TrackId } from '../events/index.ts';

export interface TrackWrite {
  readonly track: TrackId;
  /** `packTrackState`'s bytes: state, fences, version. */
  readonly record: Uint8Array;
}

/** What was learnt from a stretch of one partition of `track-steps`, written whole or not at all. */
export interface TrackChunk {
  readonly partition: number;
  readonly expectedMark: Position | null;
  readonly nextMark: Position;
  readonly writes: readonly TrackWrite[];
}

/**
 * What has been learnt about each track. A track lives on `partitionOf(trackId, partitions of track-steps)`.
 *
 * - TR1 A track nobody heard loads as null; loads keep the order asked for.
 * - TR2 A saved record loads back byte for byte.
 * - TR3 `save` writes the whole chunk and its mark, or nothing and `mark-moved`.
 * - TR4 Of two saves with the same expected mark at most one succeeds.
 * - TR5 A store that does not answer rejects with `store_unavailable` in bounded time.
 */
export interface TrackStore {
  load(partition: number, tracks: readonly TrackId[]): Promise<readonly (Uint8Array | null)[]>;
  mark(partition: number): Promise<Position | null>;
  save(chunk: TrackChunk): Promise<'saved' | 'mark-moved'>;
}
