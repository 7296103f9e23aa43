import type { ListenEvent, ListenerId, Position, TrackId } from '../events/index.ts';
import { enjoyedOf, type FoldInput } from './fold.ts';
import { hashOf } from './hash.ts';
import type { Lesson } from './lesson.ts';
import { lessonOf } from './lesson.ts';
import type { ListenerState } from './listener-state.ts';
import { segmentsOf } from './segment.ts';
import type { RingEntry } from './taste.ts';
import { trackOf } from './taste.ts';
import type { TrackStep } from './track-step.ts';
import type { Vector } from './vector.ts';

/** Pairs written for one listen. */
const COMPANIONS = 10;
const PAIR_DECAY = 0.85;
/** A companion heard this long ago counts half. */
const PAIR_HALF_LIFE_MS = 60 * 60_000;
/** How often a listener's vector goes into the means of their segments, in lessons. */
const SEGMENT_EVERY = 8;
/** The chance-drawn track of a positive lesson is pushed this much towards "not this listener". */
const NEGATIVE_WEIGHT = 0.4;

export interface StepsInput {
  readonly listenerId: ListenerId;
  readonly source: Position;
  readonly origin: ListenEvent['origin'];
  /** What was folded, or was folded once and is worked out again. */
  readonly input: FoldInput;
  readonly lesson: Lesson | null;
  /** Listener's vector before the event, and state after it. */
  readonly before: Vector;
  readonly state: ListenerState;
  /** The entry that this event took back. */
  readonly undone: RingEntry | null;
  /** A track drawn by chance from the catalogue, by a hash of the event; never the lesson's own. */
  readonly chance: TrackId | null;
}

/** Everything that one event does to tracks and segments: one step a track. */
export function stepsOf({ listenerId, source, origin, input, lesson, before, state, undone, chance }: StepsInput): TrackStep[] {
  const common = {
    source,
    atMs: input.atMs,
    origin,
    timeless: input.timeless,
    listenerHash: hashOf(listenerId),
    listener: before,
  };
  if (undone) return undoing(undone, common);
  if (!lesson) return [];
  const steps: TrackStep[] = [
    {
      ...common,
      track: lesson.trackId,
      target: lesson.target,
      weight: lesson.weight,
      listens: lesson.listened ? lesson.weight : 0,
      with: lesson.listened ? pairsOf(state, lesson.trackId, input) : [],
    },
  ];
  // Positive-only histories would pull all vectors onto one another; one drawn track a listen keeps them apart.
  if (lesson.listened && chance && chance !== lesson.trackId) {
    steps.push({
      ...common,
      track: chance,
      target: 0,
      weight: NEGATIVE_WEIGHT * Math.min(1, lesson.weight),
      listens: 0,
      with: [],
    });
  }
  if (state.lessons % SEGMENT_EVERY === 0) {
    for (const segment of segmentsOf(state.profile)) {
      steps.push({
        ...common,
        track: segment,
        listener: state.factors,
        target: 0,
        weight: 0,
        listens: 0,
        with: [],
      });
    }
  }
  return steps;
}

function pairsOf(state: ListenerState, track: TrackId, input: FoldInput): TrackStep['with'] {
  return enjoyedOf(state, COMPANIONS, track).map((companion, i) => {
    const timed = !input.timeless && companion.atMs > 0;
    const ageMs = timed ? Math.max(0, input.atMs - companion.atMs) : 0;
    const recency = timed ? PAIR_DECAY ** i * 2 ** (-ageMs / PAIR_HALF_LIFE_MS) : 0.5;
    return {
      track: companion.trackId,
      weight: Math.max(0.02, recency) * Math.min(2, input.strength),
    };
  });
}

/** Popularity goes back by what it got; vectors and pairs have moved on with others and stay. */
function undoing(undone: RingEntry, common: Omit<TrackStep, 'track' | 'target' | 'weight' | 'listens' | 'with'>): TrackStep[] {
  const track = trackOf(undone.input.act);
  const lesson = lessonOf(undone.input.act, undone.input.strength);
  if (!track || !lesson?.listened) return [];
  return [
    {
      ...common,
      track,
      target: 0,
      weight: 0,
      listens: -lesson.weight,
      with: [],
    },
  ];
}
