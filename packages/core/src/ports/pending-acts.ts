import type { ListenerId, Position } from '../events/index.ts';

export interface PendingAct {
  readonly position: Position;
  /** The logged event's bytes. */
  readonly event: Uint8Array;
}

/** Pending acts kept of one listener; past it the oldest goes (the log still has it). */
export const MAX_PENDING_ACTS = 500;

/**
 * Events that the log has and the learner has not: every slate is ranked with them laid over the taste, so that what the
 * listener said is obeyed at once, on whichever instance and page.
 *
 * - PA1 `list` gives the acts in the order of their positions.
 * - PA2 A taste saved at a position drops the acts at or before it (TasteStore, TS4); `add` at or before the saved taste
 *       keeps nothing.
 * - PA3 At most `MAX_PENDING_ACTS` are kept; they are gone after a day.
 * - PA4 Of one position one act is kept: adding again replaces it.
 */
export interface PendingActs {
  add(partition: number, listener: ListenerId, act: PendingAct): Promise<void>;
  list(partition: number, listener: ListenerId): Promise<readonly PendingAct[]>;
}
