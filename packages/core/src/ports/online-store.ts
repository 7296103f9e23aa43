import type { Limits } from './limits.ts';
import type { LogMemory } from './log-identity.ts';
import type { PendingActs } from './pending-acts.ts';
import type { Presence } from './presence.ts';
import type { SessionStore } from './session-store.ts';
import type { SlateCache } from './slate-cache.ts';
import type { TasteStore } from './taste-store.ts';
import type { TrackStore } from './track-store.ts';

/**
 * Everything that must be read and written while a gesture is under way. One technology opens all of it.
 *
 * - OS1 `forgetLearnt` leaves nothing that the log can teach again, in any partition; sessions, limits and sockets stay.
 * - OS2 A closed store, and one that does not answer, rejects with `store_unavailable`; closing again is harmless.
 */
export interface OnlineStore {
  readonly tastes: TasteStore;
  readonly tracks: TrackStore;
  readonly slates: SlateCache;
  readonly pending: PendingActs;
  readonly presence: Presence;
  readonly sessions: SessionStore;
  readonly limits: Limits;
  readonly log: LogMemory;
  /**
   * Removes everything that the log can teach again: tastes, track records, marks, cached slates and the log's identity.
   * Sessions and limits stay. Nobody may be learning meanwhile.
   */
  forgetLearnt(): Promise<void>;
  /** Rejects with `store_unavailable` when the store does not answer. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
