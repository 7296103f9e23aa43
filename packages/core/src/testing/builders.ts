import { type Act, asArtistId, asListenerId, asOutboxId, asTrackId, type ListenEvent, type TrackId } from '../events/index.ts';
import type { Track } from '../model/index.ts';

/** A track whose number decides everything about it: five genres, four tracks an artist. */
export function aTrack(number: number, overrides: Partial<Track> = {}): Track {
  const genres = ['slow soul', 'hard rock', 'ambient', 'synth-pop', 'folk'] as const;
  const genre = genres[number % genres.length] ?? 'folk';
  return {
    id: asTrackId(`t${number}`),
    title: `Track ${number}`,
    artistId: asArtistId(`a${number % 5}-${Math.floor(number / 20)}`),
    artist: `Artist ${number % 5}-${Math.floor(number / 20)}`,
    album: null,
    genres: [genre],
    key: { tonic: number % 12, minor: number % 2 === 0 },
    tempoBpm: 70 + ((number * 13) % 90),
    energy: ((number * 37) % 100) / 100,
    durationSeconds: 200,
    seed: number,
    sound: 'composed',
    path: null,
    hasCover: false,
    addedAtMs: 1_700_000_000_000,
    ...overrides,
  };
}

export const someTracks = (count: number): Track[] => Array.from({ length: count }, (_, number) => aTrack(number));

let nextNumber = 1;

/** A logged event; only what matters needs to be said. Numbers count up over the whole process unless given. */
export function anEvent(act: Act, overrides: Partial<ListenEvent> = {}): ListenEvent {
  const number = overrides.number ?? nextNumber++;
  return {
    v: 1,
    listenerId: asListenerId('ada'),
    outbox: asOutboxId('outbox-1'),
    number,
    origin: 'person',
    receivedAtMs: 1_750_000_000_000 + number * 1000,
    occurredAtMs: 1_750_000_000_000 + number * 1000,
    act,
    ...overrides,
  };
}

export const trackId = (number: number): TrackId => asTrackId(`t${number}`);
export const completes = (number: number): Act => ({ type: 'complete', trackId: trackId(number), heardFraction: 1 });
export const skips = (number: number, heardFraction = 0.05): Act => ({ type: 'skip', trackId: trackId(number), heardFraction });
export const likes = (number: number): Act => ({ type: 'like', trackId: trackId(number) });
