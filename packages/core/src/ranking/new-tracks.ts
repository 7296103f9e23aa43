import type { SignalContext } from '../features/index.ts';
import { type ModelView, mix } from '../model/index.ts';
import { TRACK_FEATURES } from '../stream/index.ts';
import type { Explored } from './explore.ts';
import { createScorer } from './score.ts';

/** So many plays in a week, and a track has been heard enough to stand by itself. */
const FAIR_PLAYS = 12;
/** A list of owed tracks may be some seconds old: what has had its plays since is drawn hardly. */
const LEAST_OWED = 0.01;
/** After this it is new no more. */
const NEW_FOR_MS = 30 * 86_400_000;
const HOUR_MS = 60 * 60_000;
/** Tracks that came with the catalogue's first hour are not new in it. */
const FOUNDING_MS = HOUR_MS;
/** Those with the fewest plays; more would never come up. */
const MOST_OWED = 100;
/** A list of some seconds ago serves. */
const KEPT_MS = 5_000;
/** Place, from 0, that a new track takes. */
const PLACE = 4;
/** Scores this far apart are drawn about 3 to 1. */
const SHARPNESS = 0.25;

interface Kept {
  readonly generation: number;
  readonly atMs: number;
  readonly rows: Int32Array;
}

const cache = new WeakMap<ModelView, Kept>();
const playsOfWeek = TRACK_FEATURES.reader('track-plays-week');

/** Rows of new tracks that are owed plays, ascending: what nobody is shown can never be learnt. */
export function owedRows(model: ModelView, nowMs: number): Int32Array {
  const kept = cache.get(model);
  if (kept?.generation === model.generation && Math.abs(nowMs - kept.atMs) < KEPT_MS) return kept.rows;
  const founded = model.firstAddedMs + FOUNDING_MS;
  // Of more than can be owed at once, others in each hour: those that nobody picks would block the rest.
  const hour = Math.floor(nowMs / HOUR_MS);
  const owed: { readonly row: number; readonly plays: number }[] = [];
  for (let row = 0; row < model.size; row++) {
    const { addedAtMs } = model.trackAt(row);
    if (addedAtMs <= founded || nowMs - addedAtMs > NEW_FOR_MS) continue;
    const plays = heardOf(model, row, nowMs);
    if (plays < FAIR_PLAYS) owed.push({ row, plays });
  }
  const rows = Int32Array.from(
    owed
      .sort((a, b) => a.plays - b.plays || mix(a.row ^ hour) - mix(b.row ^ hour))
      .slice(0, MOST_OWED)
      .map(({ row }) => row),
  ).sort();
  cache.set(model, { generation: model.generation, atMs: nowMs, rows });
  return rows;
}

/**
 * One of the owed tracks, drawn by how well it would fit and by how much it is owed: most are heard first by who is likely to
 * like them, and all have a chance. What is not known of a new track, its sound and genre stand in for. @param chance the same draws the same.
 */
export function drawNewTrack(
  context: SignalContext,
  owed: Int32Array,
  { chance, size }: { readonly chance: number; readonly size: number },
): Explored | null {
  const { lessons, tune } = context.listener;
  // Somebody who has said nothing is shown a place to start.
  if (owed.length === 0 || size <= PLACE || lessons === 0 || tune.discover === 0) return null;
  const { scores } = createScorer(context, owed);
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) most = Math.max(most, score);
  const weights = Float64Array.from(scores, (score, i) => {
    const plays = heardOf(context.model, owed[i]!, context.nowMs);
    return Math.exp((score - most) / SHARPNESS) * Math.max(LEAST_OWED, 1 - plays / FAIR_PLAYS);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let left = (mix(chance + 31) / 0x1_0000_0000) * sum;
  let at = 0;
  while (at < weights.length - 1 && left >= weights[at]!) left -= weights[at++]!;
  return { place: PLACE, by: 'trial', row: owed[at]!, propensity: weights[at]! / sum };
}

/** How much it was heard: here in a week, or in a history that was imported, of which the stream counts nothing. */
const heardOf = (model: ModelView, row: number, nowMs: number): number =>
  Math.max(playsOfWeek(model.learntAt(row).features, { nowMs }), model.popularityAt(row));
