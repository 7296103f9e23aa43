import type { ListenerId } from '../events/index.ts';

/**
 * Who a session belongs to.
 *
 * - SE1 A session that was opened is found until it was closed or its time ran out.
 * - SE2 `touch` gives it its time again and resolves to its listener, or null.
 * - SE3 `closeAll` closes every session of a listener.
 */
export interface SessionStore {
  open(session: string, listener: ListenerId, options: { readonly ttlSeconds: number }): Promise<void>;
  touch(session: string, options: { readonly ttlSeconds: number }): Promise<ListenerId | null>;
  close(session: string): Promise<void>;
  closeAll(listener: ListenerId): Promise<void>;
}
