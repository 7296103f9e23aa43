import type { Act, ListenEvent, ListenerId, Position, TrackId } from '../events/index.ts';
import { enjoyedOf, type FoldInput } from './fold.ts';
import { hashOf } from './hash.ts';
import type { Lesson } from './lesson.ts';
import type { ListenerState } from './listener-state.ts';
import { segmentsOf } from './segment.ts';
import { GESTURES, type TrackStep } from './track-step.ts';
import { roundedToHalf, type Vector } from './vector.ts';

/** Pairs written for one listen. */
const COMPANIONS = 24;
/** What was heard one track before counts this much less: order says more than the clock, which imports and outboxes blur. */
const PAIR_DECAY = 0.85;
/** What was heard before this session goes with it less: another day, another mood. */
const PAIR_BEFORE_SESSION = 0.3;
/** Without an order the pairs of a listen together weigh what they do with one. */
const PAIR_UNORDERED = 0.27;
/** How often a listener's vector goes into the means of their segments, in lessons. */
const SEGMENT_EVERY = 8;
/** The chance-drawn track of a positive lesson is pushed this much towards "not this listener". */
const NEGATIVE_WEIGHT = 0.4;

const PAIR_RECENCY = Array.from({ length: COMPANIONS }, (_, i) => PAIR_DECAY ** i);
const NO_PAIRS: TrackStep['with'] = [];

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
  /** A track drawn by chance from the catalogue, by a hash of the event; never the lesson's own. */
  readonly chance: TrackId | null;
  /** Whether an undo at `source` takes back what this event did. */
  readonly takesBack?: boolean;
}

/** Everything that one event does to tracks and segments: one step a track, as it travels, to the bit. */
export function stepsOf({ listenerId, source, origin, input, lesson, before, state, chance, takesBack = false }: StepsInput): TrackStep[] {
  if (!lesson) return [];
  const { atMs, timeless } = input;
  const listenerHash = hashOf(listenerId);
  const listener = roundedToHalf(before);
  const steps: TrackStep[] = [
    {
      track: lesson.trackId,
      source,
      atMs,
      origin,
      timeless,
      listenerHash,
      takesBack,
      listener,
      target: lesson.target,
      weight: lesson.weight,
      listens: lesson.listened ? lesson.weight : 0,
      gesture: input.windowless ? null : gestureOf(input.act),
      with: lesson.listened ? pairsOf(state, lesson.trackId, input) : NO_PAIRS,
    },
  ];
  // Positive-only histories would pull all vectors onto one another; one drawn track a listen keeps them apart.
  if (lesson.listened && chance && chance !== lesson.trackId) {
    steps.push({
      track: chance,
      source,
      atMs,
      origin,
      timeless,
      listenerHash,
      takesBack,
      listener,
      target: 0,
      weight: NEGATIVE_WEIGHT * Math.min(1, lesson.weight),
      listens: 0,
      gesture: null,
      with: NO_PAIRS,
    });
  }
  if (state.lessons % SEGMENT_EVERY === 0) {
    const now = roundedToHalf(state.factors);
    for (const track of segmentsOf(state.profile)) {
      steps.push({
        track,
        source,
        atMs,
        origin,
        timeless,
        listenerHash,
        takesBack,
        listener: now,
        target: 0,
        weight: 0,
        listens: 0,
        gesture: null,
        with: NO_PAIRS,
      });
    }
  }
  return steps;
}

function gestureOf(act: Act): TrackStep['gesture'] {
  const type = GESTURES.find((known) => known === act.type);
  if (!type) return null;
  return { type, heardFraction: 'heardFraction' in act ? Math.fround(act.heardFraction) : 0 };
}

function pairsOf(state: ListenerState, track: TrackId, input: FoldInput): TrackStep['with'] {
  const companions = enjoyedOf(state, COMPANIONS, track);
  const strength = Math.min(2, input.strength);
  const pairs: { track: TrackId; weight: number }[] = [];
  for (let i = 0; i < companions.length; i++) {
    const { trackId, atMs } = companions[i]!;
    const timed = !input.timeless && atMs > 0;
    const share = timed ? PAIR_RECENCY[i]! * (atMs < state.windows.sessionStartMs ? PAIR_BEFORE_SESSION : 1) : PAIR_UNORDERED;
    pairs.push({ track: trackId, weight: Math.fround(share * strength) });
  }
  return pairs;
}
