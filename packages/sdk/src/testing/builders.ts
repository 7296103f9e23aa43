import type { Act, EventId, Position, Revision, Slate, SlateRow, TrackCard, TrackId } from '@segue/core/events';

export const track = (id: string): TrackId => id as TrackId;

export const aCard = (id: string, artist = `artist-of-${id}`): TrackCard => ({
  trackId: track(id),
  title: `Song ${id}`,
  artistId: artist as TrackCard['artistId'],
  artist,
  album: null,
  genre: 'slow soul',
  energy: 0.5,
  tempoBpm: 100,
  durationSeconds: 180,
  sound: 'composed',
  soundUrl: `/sound/${id}`,
  coverUrl: `/cover/${id}`,
});

export const aRow = (id: string, artist?: string): SlateRow => ({
  track: aCard(id, artist),
  reason: { kind: 'taste', text: 'You like songs like this.', shares: [] },
  placedBy: 'model',
  propensity: 1,
});

export const aRevision = (taste: number, view = 0, epoch = 1): Revision => ({ epoch, taste, view });
export const aPosition = (offset: number, epoch = 1): Position => ({ epoch, partition: 0, offset });

export const aSlate = (changes: Partial<Slate> = {}): Slate => ({
  revision: aRevision(1),
  covers: null,
  rows: ['a', 'b', 'c', 'd'].map((id) => aRow(id)),
  yours: [],
  heard: null,
  timings: null,
  genres: [],
  lessons: 0,
  tune: { discover: 0.5, energy: 0.5 },
  liked: [],
  degraded: [],
  teaching: null,
  ...changes,
});

export const anEvent = (number: number): EventId => `outbox:${number}` as EventId;
export const aLike = (id: string): Act => ({ type: 'like', trackId: track(id) });
export const anImpression = (id: string): Act => ({ type: 'impression', rows: [{ trackId: track(id), rank: 0, propensity: 1 }] });
export const aSeek = (id: string): Act => ({ type: 'seek', trackId: track(id), fromSeconds: 1, toSeconds: 2 });
export const idsOf = (rows: readonly SlateRow[]): readonly string[] => rows.map((row) => row.track.trackId);
