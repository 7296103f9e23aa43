import type { ArtistId, ListenEvent, ListenerId, OutboxId, TrackId } from '../events/index.ts';
import type { Track } from '../model/track.ts';

export interface CatalogueChange {
  /** Give it back to `changes` for what came after. */
  readonly version: number;
  readonly changed: readonly Track[];
  readonly removed: readonly TrackId[];
}

export interface HistoryEntry {
  readonly trackId: TrackId;
  readonly type: 'play' | 'skip' | 'complete' | 'like' | 'unlike' | 'dislike' | 'block' | 'unblock';
  readonly heardFraction: number | null;
  readonly atMs: number;
  readonly event: string;
}

export interface Blocks {
  readonly tracks: readonly TrackId[];
  readonly artists: readonly ArtistId[];
}

/** One logged event with where it stood, for the projection. */
export interface Projected {
  readonly partition: number;
  readonly offset: number;
  readonly epoch: number;
  readonly event: ListenEvent;
}

/** A way in (a browser's guest cookie, later an account) and the listener that it opens. */
export interface Identity {
  readonly id: string;
  readonly kind: 'guest' | 'token';
  readonly listenerId: ListenerId;
}

/**
 * What changes slowly: tracks, artists, who is who, and what people did, for reading.
 *
 * - CA1 Tracks that were put are found as they were put, whatever letters are in their titles (a NUL and half a surrogate
 *   pair become U+FFFD); putting again replaces.
 * - CA2 `changes(version)` gives every track changed or removed since, and a version that never goes back; 0 gives all.
 * - CA3 An identity is made once: making it again resolves to the listener that it already has.
 * - CA4 Projecting an event twice, or an older one after a newer, changes nothing.
 * - CA5 Likes, blocks and history are exactly those of one listener, without what was undone; history is newest first, in
 *   pages that are longer than their limit rather than cut between entries of the same time. Simulated listeners and
 *   probes leave nothing; an import without times leaves its likes and blocks.
 * - CA6 Erasing leaves no row of a listener; an event from before the erasing that is projected again brings none back.
 * - CA7 A database written by a newer version is left untouched and says `catalogue_newer`.
 * - CA8 A database that does not answer rejects with `catalogue_unavailable` in bounded time.
 */
export interface Catalogue {
  putTracks(tracks: readonly Track[]): Promise<void>;
  removeTracks(tracks: readonly TrackId[]): Promise<void>;
  changes(sinceVersion: number): Promise<CatalogueChange>;
  identify(identity: Identity): Promise<ListenerId>;
  project(events: readonly Projected[]): Promise<void>;
  likes(listener: ListenerId): Promise<readonly TrackId[]>;
  blocks(listener: ListenerId): Promise<Blocks>;
  history(listener: ListenerId, page: { readonly limit: number; readonly beforeMs?: number }): Promise<readonly HistoryEntry[]>;
  /** How far an import came, by its name; null if it never ran. */
  importProgress(name: string): Promise<ImportProgress | null>;
  saveImportProgress(name: string, progress: ImportProgress): Promise<void>;
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface ImportProgress {
  readonly outbox: OutboxId;
  /** Rows done; the next run goes on after them. */
  readonly done: number;
  readonly refused: number;
  readonly finished: boolean;
}
