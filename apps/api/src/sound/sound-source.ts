import type { Track } from '@segue/core/model';

export interface Cover {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

export interface SoundRange {
  readonly start: number;
  readonly end: number;
  /** As `describe` gave it. */
  readonly etag?: string;
}

/** Bytes of a sound or a cover. `end` is included, as in HTTP ranges. */
export interface SoundSource {
  /** What is known before a byte is made. */
  describe(
    track: Track,
  ): Promise<{ readonly totalBytes: number; readonly contentType: string; readonly etag: string; readonly version: string }>;
  /**
   * `ahead`: nobody listens to it yet, so it lets those go first who do. Rejects with `sound_unavailable` where it is not
   * what `etag` names any more, or cannot be made for now.
   */
  read(track: Track, range: SoundRange, urgency: 'urgent' | 'ahead'): AsyncIterable<Uint8Array>;
  cover(track: Track): Promise<Cover>;
  /** Address version: a new composer or file gets a new one, so that caches may keep what they have for ever. */
  version(track: Track): string;
  close(): Promise<void>;
}
