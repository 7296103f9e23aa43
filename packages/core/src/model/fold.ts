import type { Act, ArtistId, TrackId } from '../events/index.ts';
import { LISTENER_FEATURES, SESSION_GAP_MS } from '../stream/index.ts';
import { applyHand } from './hand.ts';
import { LISTENER_RATES, stepTowards } from './learn.ts';
import { type Lesson, lessonOf } from './lesson.ts';
import {
  freshState,
  type ListenerState,
  MAX_ARTISTS,
  MAX_GENRES,
  MAX_RECENT,
  type Mean,
  type RecentListen,
  type Windows,
} from './listener-state.ts';
import type { Vector } from './vector.ts';

/** What the fold needs to know of the track, as it was when the event was folded first. */
export interface TrackFacts {
  readonly artistId: ArtistId | '';
  readonly genre: string;
  readonly tempoBpm: number;
  readonly energy: number;
}

/** One event with all that folding it depends on: the same input folds to the same state, whatever happened since. */
export interface FoldInput {
  readonly act: Act;
  readonly atMs: number;
  readonly strength: number;
  /** Teaches taste and never windows or recency: sources without times, and what an outbox held for long. */
  readonly windowless: boolean;
  readonly timeless: boolean;
  /** Null where the act has no track, or the catalogue does not know it. */
  readonly facts: TrackFacts | null;
  /** The track's vector as it was seen, rounded to half; for `profile`, the mean of listeners like this one. */
  readonly vector: Vector | null;
}

/** A lesson keeps this share of older ones: half is gone after about 34. */
const KEEP_LIKING = 0.98;
const MEAN_MEMORY = 12;

/** Folds one event into `state`, in place. Returns the lesson it taught, for the track's side. */
export function fold(state: ListenerState, input: FoldInput): Lesson | null {
  const { act } = input;
  if (act.type === 'erase') {
    // Sets and maps are readonly members: a blank state is poured into this one.
    Object.assign(state, freshState(input.vector));
    return null;
  }
  applyHand(state, act);
  if (act.type === 'profile' && state.lessons === 0 && input.vector) state.factors.set(input.vector);

  const lesson = lessonOf(act, input.strength);
  if (!input.windowless) stepWindows(state.windows, input);
  if (act.type === 'block' && act.subject.kind === 'artist') nudge(state.artists, act.subject.id, -2, MAX_ARTISTS);
  if (!lesson) return null;

  if (input.vector) stepTowards(state.factors, input.vector, lesson, LISTENER_RATES);
  if (input.facts) learnContent(state, lesson, input.facts);
  remember(state.recent, act, lesson, input);
  if (lesson.listened) state.enjoyed.add(lesson.trackId, lesson.weight);
  else if (act.type === 'dislike' || act.type === 'block') state.enjoyed.remove(lesson.trackId);
  state.lessons++;
  return lesson;
}

function learnContent(state: ListenerState, lesson: Lesson, facts: TrackFacts): void {
  const push = lesson.target * lesson.weight;
  decay(state.genres);
  decay(state.artists);
  nudge(state.genres, facts.genre, push, MAX_GENRES);
  if (facts.artistId) nudge(state.artists, facts.artistId, push, MAX_ARTISTS);
  // Only what was liked says which tempo and energy are wanted: a skip may have had any reason.
  if (push > 0) {
    moveMean(state.tempo, facts.tempoBpm, push);
    moveMean(state.energy, facts.energy, push);
  }
}

function decay(map: Map<string, number>): void {
  for (const [key, value] of map) map.set(key, value * KEEP_LIKING);
}

function nudge(map: Map<string, number>, key: string, by: number, most: number): void {
  map.set(key, (map.get(key) ?? 0) + by);
  if (map.size <= most) return;
  let weakest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [candidate, value] of map) {
    if (candidate !== key && Math.abs(value) < least) {
      least = Math.abs(value);
      weakest = candidate;
    }
  }
  if (weakest !== null) map.delete(weakest);
}

function moveMean(mean: Mean, value: number, weight: number): void {
  mean.weight = Math.min(MEAN_MEMORY, mean.weight + weight);
  mean.mean += ((value - mean.mean) * Math.min(weight, mean.weight)) / mean.weight;
}

function remember(recent: RecentListen[], act: Act, lesson: Lesson, input: FoldInput): void {
  const kind = kindOf(act);
  if (!kind) return;
  const atMs = input.timeless ? 0 : input.atMs;
  const last = recent.at(-1);
  // Play, then complete or skip, of the same track is one listen.
  if (last && last.trackId === lesson.trackId && last.kind === 'played') recent.pop();
  recent.push({
    trackId: lesson.trackId,
    artistId: input.facts?.artistId ?? '',
    kind,
    heardFraction: act.type === 'skip' || act.type === 'complete' ? act.heardFraction : 0,
    atMs,
  });
  if (recent.length > MAX_RECENT) recent.shift();
}

function kindOf(act: Act): RecentListen['kind'] | null {
  switch (act.type) {
    case 'play':
      return 'played';
    case 'complete':
      return 'completed';
    case 'skip':
      return 'skipped';
    case 'like':
    case 'more':
      return 'liked';
    case 'dislike':
    case 'block':
      return 'rejected';
    default:
      // Not a closed switch on purpose: everything else leaves no trace in what was heard.
      return null;
  }
}

function stepWindows(windows: Windows, { act, atMs, facts }: FoldInput): void {
  if (windows.lastMs === 0 || atMs - windows.lastMs > SESSION_GAP_MS) {
    windows.sessionStartMs = atMs;
    LISTENER_FEATURES.beginSession(windows.features);
  }
  windows.lastMs = Math.max(windows.lastMs, atMs);
  const heardFraction = act.type === 'skip' || act.type === 'complete' ? act.heardFraction : null;
  LISTENER_FEATURES.step(windows.features, { act, atMs, heardFraction, energy: facts?.energy ?? null });
}

/** The tracks that this listener liked hearing, newest first: what co-listening pairs a new listen with. */
export function enjoyedOf(state: ListenerState, most: number, except?: TrackId): RecentListen[] {
  const out: RecentListen[] = [];
  for (let i = state.recent.length - 1; i >= 0 && out.length < most; i--) {
    const listen = state.recent[i]!;
    const enjoyed = listen.kind === 'completed' || listen.kind === 'liked' || (listen.kind === 'skipped' && listen.heardFraction > 0.5);
    if (enjoyed && listen.trackId !== except && !out.some((other) => other.trackId === listen.trackId)) out.push(listen);
  }
  return out;
}
