import type { ListenerId, Revision } from '../events/index.ts';

export interface CachedSlate {
  readonly revision: Revision;
  /** The position of the taste it was ranked from; null for a listener without one. */
  readonly tasteAt: { readonly epoch: number; readonly offset: number } | null;
  readonly bytes: Uint8Array;
}

/**
 * The last slate of each listener, for whoever draws the page next.
 *
 * - SC1 Nobody's slate loads as null.
 * - SC2 `put` keeps a slate only if the stored taste is not newer than `tasteAt` and no slate with a higher revision is
 *       there; it resolves to whether it was kept.
 * - SC3 A slate is gone after `ttlSeconds`.
 */
export interface SlateCache {
  get(partition: number, listener: ListenerId): Promise<CachedSlate | null>;
  put(partition: number, listener: ListenerId, slate: CachedSlate, options: { readonly ttlSeconds: number }): Promise<boolean>;
}
