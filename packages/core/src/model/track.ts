import type { ArtistId, TrackId } from '../events/index.ts';

/** A track as the catalogue knows it. What is learnt about it lives elsewhere (`TrackState`). */
export interface Track {
  readonly id: TrackId;
  readonly title: string;
  readonly artistId: ArtistId;
  readonly artist: string;
  readonly album: string | null;
  /** Most telling first; at least one. */
  readonly genres: readonly string[];
  /** Pitch class 0..11 (C = 0) and mode, or null where unknown. */
  readonly key: { readonly tonic: number; readonly minor: boolean } | null;
  readonly tempoBpm: number;
  /** 0 calm .. 1 energetic. */
  readonly energy: number;
  readonly durationSeconds: number;
  /** Draws the cover, and composes the sound where there is no file. */
  readonly seed: number;
  readonly sound: 'composed' | 'file' | 'stand-in';
  /** Path below the music folder, for `file`. */
  readonly path: string | null;
  /** Whether a file or folder cover exists; else the cover is drawn. */
  readonly hasCover: boolean;
  readonly addedAtMs: number;
}
