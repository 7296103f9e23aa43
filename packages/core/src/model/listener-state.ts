import type { ArtistId, TrackId } from '../events/index.ts';
import { LISTENER_FEATURES } from '../stream/index.ts';
import { Enjoyed } from './enjoyed.ts';
import { copyOf, type Vector, zeroVector } from './vector.ts';

/** A listen that is remembered one by one: for what plays next, what does not come back, and co-listening. */
export interface RecentListen {
  readonly trackId: TrackId;
  readonly artistId: ArtistId | '';
  readonly kind: 'played' | 'completed' | 'skipped' | 'liked' | 'rejected';
  readonly heardFraction: number;
  /** Event time, ms; 0 for a source without times. */
  readonly atMs: number;
}

/** A row of Yours next. */
export interface YoursRow {
  readonly trackId: TrackId;
  readonly by: 'queue' | 'pin';
}

/** A running mean with the weight behind it. */
export interface Mean {
  mean: number;
  weight: number;
}

export interface Profile {
  readonly country: string | null;
  readonly ageBand: string | null;
  readonly genres: readonly string[];
}

/** What windows of time say, by event time. */
export interface Windows {
  /** 0 while nothing has happened. */
  sessionStartMs: number;
  lastMs: number;
  /** The numbers of `LISTENER_FEATURES`. */
  readonly features: Float64Array;
}

/** Everything that folding a listener's events comes to. Owned by one writer and changed in place. */
export interface ListenerState {
  readonly factors: Vector;
  /** Acts that taught something; 0 is a listener we know nothing of. */
  lessons: number;
  /** Liking by genre and by artist, decayed at each lesson; largest magnitudes are kept. */
  readonly genres: Map<string, number>;
  readonly artists: Map<string, number>;
  tempo: Mean;
  energy: Mean;
  /** Newest last. */
  readonly recent: RecentListen[];
  /** The long memory: what `recent` forgot is here for long. */
  readonly enjoyed: Enjoyed;
  readonly liked: Set<TrackId>;
  readonly disliked: Set<TrackId>;
  readonly blockedTracks: Set<TrackId>;
  readonly blockedArtists: Set<ArtistId>;
  readonly yours: YoursRow[];
  tune: { readonly discover: number; readonly energy: number };
  profile: Profile;
  windows: Windows;
}

export const MAX_GENRES = 24;
export const MAX_ARTISTS = 32;
export const MAX_RECENT = 40;
export const MAX_LIKED = 1_000;
export const MAX_BLOCKS = 2_000;
export const MAX_YOURS = 200;

export const NEUTRAL_TUNE = { discover: 0.5, energy: 0.5 } as const;
export const NO_PROFILE: Profile = { country: null, ageBand: null, genres: [] };

/** @param prior the mean of listeners like this one; a new listener starts there. */
export function freshState(prior: Vector | null): ListenerState {
  return {
    factors: prior ? copyOf(prior) : zeroVector(),
    lessons: 0,
    genres: new Map(),
    artists: new Map(),
    tempo: { mean: 0, weight: 0 },
    energy: { mean: 0, weight: 0 },
    recent: [],
    enjoyed: new Enjoyed(),
    liked: new Set(),
    disliked: new Set(),
    blockedTracks: new Set(),
    blockedArtists: new Set(),
    yours: [],
    tune: NEUTRAL_TUNE,
    profile: NO_PROFILE,
    windows: {
      sessionStartMs: 0,
      lastMs: 0,
      features: LISTENER_FEATURES.fresh(),
    },
  };
}

export function copyState(state: ListenerState): ListenerState {
  return {
    ...state,
    factors: copyOf(state.factors),
    genres: new Map(state.genres),
    artists: new Map(state.artists),
    tempo: { ...state.tempo },
    energy: { ...state.energy },
    recent: [...state.recent],
    enjoyed: state.enjoyed.copy(),
    liked: new Set(state.liked),
    disliked: new Set(state.disliked),
    blockedTracks: new Set(state.blockedTracks),
    blockedArtists: new Set(state.blockedArtists),
    yours: [...state.yours],
    windows: { ...state.windows, features: state.windows.features.slice() },
  };
}
