import { type Act, comparePositions, type EventId, eventIdOf, type ListenEvent, type Position, type TrackId } from '../events/index.ts';
import { type FoldInput, fold, type TrackFacts } from './fold.ts';
import type { Lesson } from './lesson.ts';
import { copyState, freshState, type ListenerState } from './listener-state.ts';
import { note, type OutboxWindow } from './outbox-window.ts';
import { copyOf, type Vector } from './vector.ts';

/** An event of the ring: enough to fold it again to the bit. */
export interface RingEntry {
  readonly event: EventId;
  readonly offset: number;
  readonly input: FoldInput;
}

/** How often each track was shown and not taken, newest last: outside of the ring, for impressions are too many for it. */
export type Fatigue = Map<TrackId, number>;

/**
 * What was shown counts from the listener's next gesture on, and goes with it when it is undone: an impression that comes
 * between a gesture and its undo must not keep the old order from coming back.
 */
export interface Shown {
  /** What counts: the slate is ranked with it. */
  counted: Fatigue;
  /** What the newest gesture counted, once it was undone; what counted before it, else. Null where there is nothing to turn back to. */
  other: Fatigue | null;
  /** Shown since the newest gesture: the next one counts it. */
  waiting: Fatigue;
}

/**
 * What we know of one listener: the state now, and the way it came about since a checkpoint, so that one event can be
 * taken back, or its effect on tracks worked out again.
 */
export interface Taste {
  /** +1 for each of the listener's records in the log. */
  revision: number;
  position: Position;
  state: ListenerState;
  /** The state before the first entry of the ring; never changed, but replaced. */
  checkpoint: Readonly<ListenerState>;
  readonly ring: RingEntry[];
  outboxes: readonly OutboxWindow[];
  readonly shown: Shown;
}

/** At least this many of the last events can be taken back. */
export const RING_KEPT = 32;
/** The ring grows to twice that before its older half goes into the checkpoint: one fold an event, paid 32 at a time. */
const RING_FULL = RING_KEPT * 2;
const MAX_FATIGUE = 60;
/** An event that came later than this after it happened teaches taste, and not what is going on now. */
const LATE_MS = 10 * 60_000;

/** What an entry of the ring taught when it was folded, worked out again. */
export interface Taught {
  readonly entry: RingEntry;
  readonly lesson: Lesson | null;
  /** The listener's vector before it, and the state after it. */
  readonly before: Vector;
  readonly state: ListenerState;
}

/** What an undo takes back; or, where it undoes an undo, what counts again. */
export interface Turned {
  readonly taught: Taught;
  readonly takesBack: boolean;
}

export type FoldOutcome =
  /** Taught; `lesson` says what it says of a track, and `before` is the listener's vector before it. */
  | {
      readonly outcome: 'learnt';
      readonly lesson: Lesson | null;
      readonly before: Vector;
      readonly turned: Turned | null;
    }
  /** At or before the taste's position: redelivered. */
  | { readonly outcome: 'already-applied' }
  /** Sent twice: at a new position, known by its number. */
  | { readonly outcome: 'duplicate' }
  | { readonly outcome: 'undo-too-old' };

/** What a fold needs from outside. */
export interface FoldContext {
  /** Rounded to half by the callee. */
  vectorOf(track: TrackId): Vector | null;
  factsOf(track: TrackId): TrackFacts | null;
  /** The mean of listeners like these; null where nobody has been heard. */
  priorOf(profile: { readonly country: string | null; readonly ageBand: string | null; readonly genres: readonly string[] }): Vector | null;
}

export function newTaste(position: Position, prior: Vector | null): Taste {
  const state = freshState(prior);
  return {
    revision: 0,
    position: { ...position, offset: -1 },
    state,
    checkpoint: copyState(state),
    ring: [],
    outboxes: [],
    shown: nothingShown(),
  };
}

/** Folds one record of the log into a taste, in place. Redelivery and resending change nothing but, for the latter, the position. */
export function foldEvent(taste: Taste, event: ListenEvent, position: Position, context: FoldContext): FoldOutcome {
  if (comparePositions(position, taste.position) <= 0) return { outcome: 'already-applied' };
  taste.position = position;
  taste.revision++;
  const noted = note(taste.outboxes, event.outbox, event.number);
  taste.outboxes = noted.windows;
  if (noted.seen !== 'new') return { outcome: 'duplicate' };

  const before = copyOf(taste.state.factors);
  const { act } = event;
  if (act.type === 'impression') {
    for (const row of act.rows) tire(taste.shown.waiting, row.trackId);
    return { outcome: 'learnt', lesson: null, before, turned: null };
  }
  if (act.type === 'seek') return { outcome: 'learnt', lesson: null, before, turned: null };
  if (act.type === 'erase') {
    const blank = freshState(context.priorOf({ country: null, ageBand: null, genres: [] }));
    taste.state = blank;
    taste.checkpoint = copyState(blank);
    taste.ring.length = 0;
    Object.assign(taste.shown, nothingShown());
    return { outcome: 'learnt', lesson: null, before, turned: null };
  }
  if (act.type === 'undo') return undo(taste, event, position, before, act.event);

  const input = inputOf(event, context);
  countShown(taste.shown, trackOf(act));
  const lesson = fold(taste.state, input);
  push(taste, { event: eventIdOf(event), offset: position.offset, input });
  return { outcome: 'learnt', lesson, before, turned: null };
}

function inputOf(event: ListenEvent, context: FoldContext): FoldInput {
  const { act } = event;
  const track = trackOf(act);
  const vector =
    act.type === 'profile'
      ? context.priorOf({
          country: act.country ?? null,
          ageBand: act.ageBand ?? null,
          genres: act.genres ?? [],
        })
      : track
        ? context.vectorOf(track)
        : null;
  return {
    act,
    atMs: event.occurredAtMs,
    strength: event.strength ?? 1,
    windowless: event.timeless === true || event.receivedAtMs - event.occurredAtMs > LATE_MS,
    timeless: event.timeless === true,
    facts: track ? context.factsOf(track) : null,
    vector,
  };
}

/** The track that an act is about, if it is about one. */
export function trackOf(act: Act): TrackId | null {
  if ('trackId' in act) return act.trackId;
  return act.type === 'block' || act.type === 'unblock' ? (act.subject.kind === 'track' ? act.subject.id : null) : null;
}

function undo(taste: Taste, event: ListenEvent, position: Position, before: Vector, target: EventId): FoldOutcome {
  // First, so that what is taken back stays in the ring beside the undo: a redelivery of the undo finds it there.
  makeRoom(taste);
  if (!canTurn(taste, target)) return { outcome: 'undo-too-old' };
  push(taste, {
    event: eventIdOf(event),
    offset: position.offset,
    input: {
      act: event.act,
      atMs: event.occurredAtMs,
      strength: 1,
      windowless: true,
      timeless: false,
      facts: null,
      vector: null,
    },
  });
  taste.state = refold(taste, taste.ring.length);
  const turned = turnedBy(taste, taste.ring.length - 1);
  if (turned && turned.taught.entry === newestGesture(taste)) turnShown(taste.shown);
  return { outcome: 'learnt', lesson: null, before, turned };
}

/** Whether an undo of it finds what it is about: that of an undo speaks of what that one took back. */
export function canTurn({ ring }: Pick<Taste, 'ring'>, target: EventId): boolean {
  let entry = ring.find(({ event }) => event === target);
  while (entry?.input.act.type === 'undo') {
    const { event: about } = entry.input.act;
    entry = ring.find(({ event }) => event === about);
  }
  return entry !== undefined;
}

/** The event that the undo at `at` took back or, by undoing an undo, brought back; null where neither changed. */
function turnedBy(taste: Taste, at: number): Turned | null {
  const then = takenBack(taste.ring.slice(0, at));
  const now = takenBack(taste.ring.slice(0, at + 1));
  const turned = taste.ring.findIndex(({ event, input }, i) => i < at && input.act.type !== 'undo' && then.has(event) !== now.has(event));
  return turned < 0 ? null : { taught: taughtAt(taste, turned), takesBack: now.has(taste.ring[turned]!.event) };
}

/** The state after the first `count` entries of the ring, those that were taken back left out. */
function refold(taste: Taste, count: number): ListenerState {
  const state = copyState(taste.checkpoint);
  const entries = taste.ring.slice(0, count);
  const gone = takenBack(entries);
  for (const entry of entries) if (!gone.has(entry.event) && entry.input.act.type !== 'undo') fold(state, entry.input);
  return state;
}

/** Newest first: an undo that was itself undone takes nothing back. */
function takenBack(entries: readonly RingEntry[]): Set<EventId> {
  const gone = new Set<EventId>();
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i]!;
    if (entry.input.act.type === 'undo' && !gone.has(entry.event)) gone.add(entry.input.act.event);
  }
  return gone;
}

/**
 * What a redelivered event taught, worked out again from the ring; null where it taught nothing or left the ring. The
 * learner bounds what it has not committed, so that an uncommitted event never left the ring.
 */
export function lessonAgain(taste: Taste, offset: number): (Taught & { readonly turned: Turned | null }) | null {
  const at = taste.ring.findIndex((entry) => entry.offset === offset);
  if (at < 0) return null;
  const taught = taughtAt(taste, at);
  return { ...taught, turned: taught.entry.input.act.type === 'undo' ? turnedBy(taste, at) : null };
}

function taughtAt(taste: Taste, at: number): Taught {
  const entry = taste.ring[at]!;
  const state = refold(taste, at);
  const before = copyOf(state.factors);
  const lesson = entry.input.act.type === 'undo' ? null : fold(state, entry.input);
  return { entry, lesson, before, state };
}

function push(taste: Taste, entry: RingEntry): void {
  makeRoom(taste);
  taste.ring.push(entry);
}

function makeRoom(taste: Taste): void {
  if (taste.ring.length < RING_FULL) return;
  // Whether an old entry counts is decided by the undos of the whole ring, which are forgotten with it.
  const gone = takenBack(taste.ring);
  const old = taste.ring.splice(0, taste.ring.length - RING_KEPT);
  const checkpoint = copyState(taste.checkpoint);
  for (const past of old) if (!gone.has(past.event) && past.input.act.type !== 'undo') fold(checkpoint, past.input);
  taste.checkpoint = checkpoint;
}

/** The newest entry of the ring that is not an undo. */
const newestGesture = ({ ring }: Taste): RingEntry | undefined => ring.findLast(({ input }) => input.act.type !== 'undo');

export const nothingShown = (): Shown => ({ counted: new Map(), other: null, waiting: new Map() });

/** A new gesture: what waited counts, and the track that it took has not been passed over any more. */
function countShown(shown: Shown, taken: TrackId | null): void {
  const before = shown.counted;
  if (shown.waiting.size > 0 || (taken && before.has(taken))) {
    shown.counted = new Map(before);
    for (const [track, times] of shown.waiting) tire(shown.counted, track, times);
    if (taken) shown.counted.delete(taken);
    shown.waiting.clear();
  }
  shown.other = before;
}

/** The newest gesture was undone, or its undo was. */
function turnShown(shown: Shown): void {
  if (!shown.other) return;
  [shown.counted, shown.other] = [shown.other, shown.counted];
}

function tire(fatigue: Fatigue, track: TrackId, by = 1): void {
  const times = (fatigue.get(track) ?? 0) + by;
  fatigue.delete(track);
  fatigue.set(track, times);
  if (fatigue.size <= MAX_FATIGUE) return;
  for (const oldest of fatigue.keys()) {
    fatigue.delete(oldest);
    return;
  }
}
