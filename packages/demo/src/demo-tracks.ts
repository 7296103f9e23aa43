import { asArtistId, asTrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import { demoCatalogue } from '@segue/studio';

/** Composed for the demo, in the catalogue's terms. */
export function demoTracks({
  seed,
  tracks,
  durationSeconds,
  addedAtMs,
}: {
  readonly seed: number;
  readonly tracks: number;
  readonly durationSeconds?: number;
  readonly addedAtMs: number;
}): Track[] {
  return demoCatalogue({ seed, tracks, ...(durationSeconds === undefined ? {} : { durationSeconds }) }).tracks.map((track) => ({
    id: asTrackId(track.id),
    title: track.title,
    artistId: asArtistId(track.artistId),
    artist: track.artistName,
    album: track.album,
    genres: [track.genre],
    key: { tonic: track.key, minor: track.mode === 'minor' },
    tempoBpm: track.tempo,
    energy: track.energy,
    durationSeconds: track.durationSeconds,
    seed: track.seed,
    sound: 'composed',
    path: null,
    hasCover: false,
    addedAtMs,
  }));
}
