import type { ListenEvent, ListenerId, TrackId } from '../events/index.ts';
import { contentVectorOf } from './content.ts';
import { hashOf } from './hash.ts';
import { fitLongTerm, type LongTermFit, type SampledListener } from './long-term/fit-long-term.ts';
import { createLongTermLearner } from './long-term/long-term-learner.ts';
import { ModelView } from './model-view.ts';
import { isSegment } from './segment.ts';
import { stepsOf } from './steps-of.ts';
import { type FoldOutcome, foldEvent, newTaste, type Taste } from './taste.ts';
import type { Track } from './track.ts';
import { applySegmentStep, applyStep, freshTrackState, type TrackState } from './track-state.ts';
import { roundedToHalf, zeroVector } from './vector.ts';

const EPOCH = 1;
const NOBODY = { country: null, ageBand: null, genres: [] };

/** Where tastes are held. */
export type Tastes = Pick<Map<ListenerId, Taste>, 'get'> & { set(listener: ListenerId, taste: Taste): unknown };

/**
 * The whole model in one place and one order, in memory: each event is folded, steps its tracks, and is seen by the next. What a
 * worker spreads over stores and threads, for evaluation and tests: the same functions, and the same figures at quiet.
 */
export class Learning {
  readonly #view = new ModelView();
  /** Tracks whose newest state the view has not been shown. */
  readonly #dirty = new Set<TrackId>();
  readonly #tastes: Tastes;
  readonly #states = new Map<TrackId, TrackState>();
  readonly #seed: number;
  readonly #longTerm = createLongTermLearner();
  #due: { readonly of: Pick<LongTermFit, 'epoch' | 'events'>; readonly listeners: readonly SampledListener[] } | null = null;
  #offset = 0;

  constructor(tracks: readonly Track[], { seed, tastes = new Map() }: { readonly seed: number; readonly tastes?: Tastes }) {
    this.#seed = seed;
    this.#tastes = tastes;
    this.#view.setTracks(tracks, []);
  }

  /** As it is now: what was learnt since it was last asked for is shown to it first. */
  get model(): ModelView {
    if (this.#due) this.#view.applyLongTerm(fitLongTerm(this.#due.listeners, this.#due.of));
    this.#due = null;
    for (const id of this.#dirty) this.#view.apply(id, this.stateOf(id));
    this.#dirty.clear();
    return this.#view;
  }

  tasteOf(listener: ListenerId): Taste | null {
    return this.#tastes.get(listener) ?? null;
  }

  /** New tracks join. */
  addTracks(added: readonly Track[]): void {
    this.#view.setTracks(added, []);
  }

  learn(event: ListenEvent): FoldOutcome['outcome'] {
    const position = { epoch: EPOCH, partition: 0, offset: this.#offset++ };
    const taste = this.#tastes.get(event.listenerId) ?? newTaste(position, this.#view.priorOf(NOBODY));
    this.#tastes.set(event.listenerId, taste);
    const folded = foldEvent(taste, event, position, {
      vectorOf: (id) => (this.#view.track(id) ? roundedToHalf(this.stateOf(id).vector) : null),
      factsOf: (id) => this.#view.factsOf(id),
      priorOf: (profile) => this.#view.priorOf(profile),
    });
    const entry = taste.ring.at(-1);
    if (folded.outcome === 'learnt' && entry?.offset === position.offset) {
      const taught = folded.turned?.taught ?? { entry, lesson: folded.lesson, before: folded.before, state: taste.state };
      this.#step(event, taught, position, folded.turned?.takesBack ?? false);
    }
    if (this.#longTerm.take(event)) this.#refit();
    return folded.outcome;
  }

  /** No more is coming for a while: what a worker does once its log is quiet. */
  settle(): void {
    if (this.#longTerm.settle()) this.#refit();
  }

  /** Fitted once it is asked for, of what it is at this event: the refits in between would be time for nothing. */
  #refit(): void {
    this.#due = { of: { epoch: EPOCH, events: this.#longTerm.events }, listeners: this.#longTerm.listeners() };
  }

  #step(
    { listenerId, origin }: ListenEvent,
    {
      entry,
      lesson,
      before,
      state,
    }: Pick<NonNullable<Parameters<typeof stepsOf>[0]>, 'lesson' | 'before' | 'state'> & {
      readonly entry: Taste['ring'][number];
    },
    source: { readonly epoch: number; readonly partition: number; readonly offset: number },
    takesBack: boolean,
  ): void {
    const model = this.#view;
    const chance = model.size === 0 ? null : model.trackAt(hashOf(entry.event, this.#seed) % model.size).id;
    for (const step of stepsOf({ listenerId, source, origin, input: entry.input, lesson, before, state, chance, takesBack })) {
      const { track } = step;
      if (!isSegment(track) && !model.track(track)) continue;
      const known = this.stateOf(track);
      if (isSegment(track)) {
        if (applySegmentStep(known, step)) model.apply(track, known);
      } else if (applyStep(known, step)) this.#dirty.add(track);
    }
  }

  /** As it is now; of a track that nobody heard yet as its content says. */
  stateOf(id: TrackId): TrackState {
    let state = this.#states.get(id);
    if (!state) {
      const track = this.#view.track(id);
      state = freshTrackState(track ? contentVectorOf(track) : zeroVector());
      this.#states.set(id, state);
    }
    return state;
  }
}
