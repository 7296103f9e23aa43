import { SIGNAL_GROUPS } from '../features/index.ts';
import { LISTENER_FEATURE_NAMES, TRACK_FEATURE_NAMES } from '../model/index.ts';
import { logOdds, type Ranker } from '../rankers/index.ts';
import { TRACK_FEATURES } from '../stream/index.ts';
import type { Parts } from './score.ts';

/** What the list itself says of a row: what each group of signals adds to its score, the score, and how it came to be seen. */
export const ROW_COLUMNS = [...SIGNAL_GROUPS, 'score', 'place', 'by chance', 'shown before'] as const;
/** What a ranker knows of a row: that, and the features of the stream, of the listener and of the track. */
export const RANKER_COLUMNS: readonly string[] = [...ROW_COLUMNS, ...LISTENER_FEATURE_NAMES, ...TRACK_FEATURE_NAMES];
const SCORE = SIGNAL_GROUPS.length;
const LISTENER = ROW_COLUMNS.length;
const TRACK = LISTENER + LISTENER_FEATURE_NAMES.length;
const POPULAR = SIGNAL_GROUPS.indexOf('popular');
/** Of a track that nobody has played yet. */
const UNHEARD = TRACK_FEATURES.read(TRACK_FEATURES.fresh(), { nowMs: 0 });

/** How a row came to be seen. */
export interface Showing {
  /** From 0. */
  readonly place: number;
  readonly byChance: boolean;
  /** How often it was seen and not played, in lists before: as ranking counts it. */
  readonly shownBefore: number;
}
/** As if it stood first in a list, and had never been seen before. */
export const FIRST: Showing = { place: 0, byChance: false, shownBefore: 0 };

/** Features of the stream, as `readListenerFeatures` and `readTrackFeatures` give them. */
export interface Surroundings {
  readonly listener: ArrayLike<number>;
  readonly track: ArrayLike<number>;
}

/** A row as numbers, in the order of `ROW_COLUMNS`, as if it stood first. @param into longer where more is to follow */
export function slateRowOf(
  parts: ArrayLike<number>,
  { place, byChance, shownBefore }: Showing = FIRST,
  into: Float64Array = new Float64Array(LISTENER),
): Float64Array {
  let score = 0;
  for (let group = 0; group < SCORE; group++) {
    into[group] = parts[group]!;
    score += parts[group]!;
  }
  into[SCORE] = score;
  into[SCORE + 1] = Math.log1p(place) / 3;
  into[SCORE + 2] = byChance ? 1 : 0;
  into[SCORE + 3] = Math.log1p(shownBefore);
  return into;
}

/** A row as a ranker reads it, in the order of `RANKER_COLUMNS`. Without a showing: as if it stood first. */
export function rankerRowOf(parts: ArrayLike<number>, { listener, track }: Surroundings, showing: Showing = FIRST): Float64Array {
  const row = slateRowOf(parts, showing, new Float64Array(RANKER_COLUMNS.length));
  row.set(listener, LISTENER);
  row.set(track, TRACK);
  return row;
}

/**
 * What each group adds to the log-odds that a ranker gives a row: what they fall by when the group says nothing, all else of
 * the row equal (L12). Holds for any ranker, a tree or a network too, of which no sum of parts could be told. What the stream
 * says of the track is what listeners here did with it, and so of the group of what is popular: without it the track is one
 * that nobody has played. What it says of the listener is the same for every row, and places none.
 *
 * @param row as `rankerRowOf` gives it.
 */
export function partsByRemoval(ranker: Pick<Ranker, 'predict'>, row: Float64Array): Parts {
  const whole = logOdds(ranker.predict(row));
  const parts = new Float64Array(SCORE);
  for (let group = 0; group < SCORE; group++) {
    if (row[group] === 0 && group !== POPULAR) continue;
    parts[group] = whole - logOdds(ranker.predict(withoutGroup(row, group)));
  }
  return parts;
}

/** The row with a group that says nothing. */
export function withoutGroup(row: Float64Array, group: number): Float64Array {
  const without = row.slice();
  without[group] = 0;
  without[SCORE] = row[SCORE]! - row[group]!;
  if (group === POPULAR) without.set(UNHEARD, TRACK);
  return without;
}
