import type { ListenerId, Position } from '../events/index.ts';

/** A listener's packed taste, with what orders it. The bytes are `packTaste`'s; an adapter never looks inside. */
export interface StoredTaste {
  readonly record: Uint8Array;
  /** The newest event folded in. */
  readonly position: Position;
}

export interface TasteWrite {
  readonly listener: ListenerId;
  /** The position that the taste was read at; null if there was none. */
  readonly expected: Position | null;
  /** The taste as it is now; of its record only what follows the first `keeps` bytes of what the store has, where that is said. */
  readonly next: StoredTaste & { readonly keeps?: number };
  /** Goes to every api instance that holds a socket of this listener, once the write stands. */
  readonly notice: Uint8Array;
  /** Drops the cached slate; false for events that never cause one. */
  readonly dropsSlate: boolean;
  /** Everything held on the listener goes (an `erase`): the slate, pending acts and sessions too; `next` is what stays. */
  readonly erases?: boolean;
}

/** What one worker learnt from a stretch of one partition, written whole or not at all. */
export interface TasteChunk {
  readonly partition: number;
  /** The partition's mark as this worker last read or wrote it. */
  readonly expectedMark: Position | null;
  readonly nextMark: Position;
  readonly writes: readonly TasteWrite[];
}

/**
 * What has been learnt about each listener, and how far each partition is applied. A listener lives on the partition
 * `partitionOf(listenerId, partitions)`, so that one write covers a chunk and its mark.
 *
 * - TS1 A listener nobody has met loads as null; loads keep the order asked for.
 * - TS2 A saved record loads back byte for byte, with its position; one that keeps the beginning of the one before, as that
 *       beginning and what was given.
 * - TS3 `save` writes the whole chunk and its mark, or nothing: `mark-moved` if the partition's mark is not the expected
 *       one, `taste-moved` if a taste's position is not, or has less of a record than is to be kept.
 * - TS4 Saving a chunk drops the cached slates it says and the pending acts at or before each taste's position, then
 *       sends each notice to exactly the instances registered for that listener.
 * - TS5 Of two saves with the same expected mark at most one succeeds.
 * - TS6 A store that does not answer rejects with `store_unavailable` in bounded time.
 * - TS7 An erasing write leaves no slate, pending act or session of the listener.
 */
export interface TasteStore {
  load(partition: number, listeners: readonly ListenerId[]): Promise<readonly (StoredTaste | null)[]>;
  mark(partition: number): Promise<Position | null>;
  save(chunk: TasteChunk): Promise<'saved' | 'mark-moved' | 'taste-moved'>;
}
