import { asTrackId, type Slate, type SlateRow, SlateRowSchema, SlateSchema, type TrackCard, TrackCardSchema } from '@segue/core/events';

/** A track card whose boring fields are filled in. */
export function aTrack(fields: Readonly<Record<string, unknown>> = {}): TrackCard {
  const trackId = String(fields['trackId'] ?? 't1');
  return TrackCardSchema.parse({
    trackId,
    title: `Title ${trackId}`,
    artistId: `artist-${trackId}`,
    artist: `Artist ${trackId}`,
    album: null,
    genre: 'slow soul',
    energy: 0.4,
    tempoBpm: 92,
    durationSeconds: 200,
    sound: 'composed',
    soundUrl: `/api/tracks/${trackId}/sound`,
    coverUrl: `/api/tracks/${trackId}/cover`,
    ...fields,
  });
}

/** A row of a slate around `aTrack`. */
export function aRow(fields: Readonly<Record<string, unknown>> = {}, row: Readonly<Record<string, unknown>> = {}): SlateRow {
  return SlateRowSchema.parse({
    track: aTrack(fields),
    reason: { kind: 'taste', text: 'Close to your taste', shares: [{ signal: 'taste', share: 0.6 }] },
    placedBy: 'model',
    propensity: 1,
    ...row,
  });
}

/** A slate of rows with these ids. */
export function aSlate(ids: readonly string[], fields: Readonly<Record<string, unknown>> = {}): Slate {
  return SlateSchema.parse({
    revision: { epoch: 1, taste: 1, view: 1 },
    covers: null,
    rows: ids.map((trackId) => aRow({ trackId })),
    yours: [],
    heard: null,
    timings: null,
    genres: [],
    tune: { discover: 0.5, energy: 0.5 },
    liked: [],
    degraded: [],
    teaching: null,
    ...fields,
  });
}

/** A map of two genres, one left and one right, along the first two numbers of a vector. */
export function aMap() {
  return {
    x: { axis: [1, 0], offset: 0 },
    y: { axis: [0, 1], offset: 0 },
    genres: [
      { genre: 'slow soul', tracks: 2, x: -0.8, y: 0 },
      { genre: 'hard rock', tracks: 1, x: 0.8, y: 0 },
    ],
    tracks: [
      { trackId: asTrackId('t0'), genre: 0, x: -0.7, y: 0 },
      { trackId: asTrackId('t1'), genre: 1, x: 0.8, y: 0.1 },
      { trackId: asTrackId('t2'), genre: 0, x: -0.9, y: 0.2 },
    ],
  };
}
