import type { Act } from '../events/index.ts';

/** What a feature looks back on. */
export type Window =
  /** A decayed sum: what happened `ms` ago counts 1/e, so that at a steady pace it says how often in that time. */
  | { readonly kind: 'time'; readonly ms: number }
  /** A running mean over about so many tracks. */
  | { readonly kind: 'tracks'; readonly count: number }
  /** Begins anew with each session. */
  | { readonly kind: 'session' }
  /** Only the moment it is asked at. */
  | { readonly kind: 'moment' };

export type FeatureType = 'count' | 'share' | 'number' | 'minutes' | 'hour' | 'bits';

/**
 * A feature of the stream, declared once: everything that stores, serves, exports, documents or shows it reads this.
 *
 * @typeParam Happening what it is stepped by. @typeParam Moment what it is read at.
 */
export interface StreamFeature<Happening, Moment> {
  /** Kebab-case; names a column of the export, and its numbers in packed records: a renamed feature begins anew. */
  readonly name: string;
  readonly entity: 'listener' | 'session' | 'track';
  readonly window: Window;
  readonly type: FeatureType;
  /** After so long without anything happening it says nothing more, ms; null for what is kept for good. */
  readonly livesMs: number | null;
  /** What it is, for people: a row of a table. */
  readonly title: string;
  /** What it is here, for people: a sentence about `value`. */
  readonly says: (value: number) => string;
  /** Numbers that it keeps, all 0 at first. */
  readonly slots: number;
  /** Steps its numbers, which begin at `at`, in place. Runs at every event: no allocation. */
  readonly step: (slots: Float64Array, at: number, happening: Happening) => void;
  /** Its value at a moment that is not before the last step. Finite, whatever the numbers are. */
  readonly read: (slots: Float64Array, at: number, moment: Moment) => number;
}

/** One act of a listener, as their features see it. */
export interface ListenerHappening {
  readonly act: Act;
  readonly atMs: number;
  /** Share heard, of a track that has just ended or was skipped; null for everything else. */
  readonly heardFraction: number | null;
  /** Of the act's track, 0 calm .. 1 energetic; null where it has none or nobody knows it. */
  readonly energy: number | null;
}

/** When a listener's features are read, and what else the record keeps that they may be read from. */
export interface ListenerMoment {
  readonly nowMs: number;
  /** 0 where nothing has happened yet. */
  readonly lastMs: number;
  readonly sessionStartMs: number;
  /** Liking by genre, decayed at each lesson; below 0 for what was turned away from. */
  readonly genres: ReadonlyMap<string, number>;
}

/** What somebody did with a track, as the track's features see it. */
export interface TrackHappening {
  readonly type: Act['type'];
  readonly heardFraction: number;
  readonly atMs: number;
  /** 1, or -1 for what an undo takes back. */
  readonly by: 1 | -1;
}

export interface TrackMoment {
  readonly nowMs: number;
}

export type ListenerFeature = StreamFeature<ListenerHappening, ListenerMoment>;
export type TrackFeature = StreamFeature<TrackHappening, TrackMoment>;
