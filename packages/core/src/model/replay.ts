import type { EventId, ListenEvent, ListenerId, Position, TrackId } from '../events/index.ts';
import { contentVectorOf } from './content.ts';
import { hashOf } from './hash.ts';
import { ModelView } from './model-view.ts';
import { isSegment, segmentsOf } from './segment.ts';
import { stepsOf } from './steps-of.ts';
import { type FoldContext, type FoldOutcome, foldEvent, newTaste, type Taste } from './taste.ts';
import { packTaste, unpackTaste } from './taste-record.ts';
import type { Track } from './track.ts';
import { applySegmentStep, applyStep, freshTrackState, type TrackState } from './track-state.ts';
import { roundedToHalf, zeroVector } from './vector.ts';

/** Tastes held ready; older ones are kept packed, some 5 KB each. */
const MAX_READY = 4_000;

export interface Replay {
  /** Folds the event and applies what it teaches of tracks, before the next one. Events come in the order of the log. */
  learn(event: ListenEvent): FoldOutcome['outcome'];
  /** Null for a listener of whom nothing came yet. Owned by the replay: to be read, until the next event. */
  tasteOf(listener: ListenerId): Taste | null;
  /** A track's state as it is now; one that nobody heard yet is as its content says. */
  stateOf(track: TrackId): TrackState;
  /** New tracks join. */
  addTracks(tracks: readonly Track[]): void;
  /** All that was learnt, for ranking, as it is now; the same view each time. */
  view(): ModelView;
}

/**
 * Learns a log as one process does, with the functions that the worker learns with, in memory and without a store: what
 * an export, a simulation or an evaluation replays. @param seed the app's: it draws the tracks of negative lessons.
 */
export function createReplay({ tracks, seed = 1 }: { readonly tracks: readonly Track[]; readonly seed?: number }): Replay {
  const model = new ModelView();
  const segments = new ModelView();
  const states = new Map<TrackId, TrackState>();
  const changed = new Set<TrackId>();
  const tastes = createTastes();
  let offset = -1;
  model.setTracks(tracks, []);

  function stateOf(id: TrackId): TrackState {
    const known = states.get(id);
    if (known) return known;
    const track = model.track(id);
    const fresh = freshTrackState(track ? contentVectorOf(track) : zeroVector());
    states.set(id, fresh);
    return fresh;
  }
  const context: FoldContext = {
    vectorOf: (id) => (model.track(id) ? roundedToHalf(stateOf(id).vector) : null),
    factsOf: (id) => model.factsOf(id),
    priorOf(profile) {
      for (const id of segmentsOf(profile)) {
        const state = states.get(id);
        if (state && state.version >= 0) segments.apply(id, state);
      }
      return segments.priorOf(profile);
    },
  };
  const chanceOf = (event: EventId) => (model.size === 0 ? null : model.trackAt(hashOf(event, seed) % model.size).id);

  function step(event: ListenEvent, source: Position, taste: Taste, folded: FoldOutcome & { readonly outcome: 'learnt' }): void {
    const entry = taste.ring.at(-1);
    if (entry?.offset !== source.offset) return;
    const { listenerId, origin } = event;
    const { turned } = folded;
    const {
      entry: of,
      lesson,
      before,
      state,
    } = turned?.taught ?? { entry, lesson: folded.lesson, before: folded.before, state: taste.state };
    const takesBack = turned?.takesBack ?? false;
    const chance = chanceOf(of.event);
    for (const one of stepsOf({ listenerId, source, origin, input: of.input, lesson, before, state, chance, takesBack })) {
      if (!isSegment(one.track) && !model.track(one.track)) continue;
      (isSegment(one.track) ? applySegmentStep : applyStep)(stateOf(one.track), one);
      changed.add(one.track);
    }
  }

  return {
    learn(event) {
      const source = { epoch: 1, partition: 0, offset: ++offset };
      const taste = tastes.of(event.listenerId) ?? newTaste(source, context.priorOf({ country: null, ageBand: null, genres: [] }));
      tastes.keep(event.listenerId, taste);
      const folded = foldEvent(taste, event, source, context);
      if (folded.outcome === 'learnt') step(event, source, taste, folded);
      return folded.outcome;
    },
    tasteOf: (listener) => tastes.of(listener),
    stateOf,
    addTracks: (added) => model.setTracks(added, []),
    view() {
      for (const id of changed) model.apply(id, stateOf(id));
      changed.clear();
      return model;
    },
  };
}

function createTastes() {
  const ready = new Map<ListenerId, Taste>();
  const packed = new Map<ListenerId, Uint8Array>();
  const keep = (listener: ListenerId, taste: Taste) => {
    ready.delete(listener);
    ready.set(listener, taste);
    if (ready.size <= MAX_READY) return;
    for (const [oldest, old] of ready) {
      packed.set(oldest, packTaste(old).slice());
      ready.delete(oldest);
      return;
    }
  };
  return {
    keep,
    of(listener: ListenerId): Taste | null {
      const known = ready.get(listener);
      if (known) return known;
      const record = packed.get(listener);
      if (!record) return null;
      packed.delete(listener);
      const taste = unpackTaste(record);
      keep(listener, taste);
      return taste;
    },
  };
}
