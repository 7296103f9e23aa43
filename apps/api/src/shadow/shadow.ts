import { createHash } from 'node:crypto';
import {
  type ActType,
  type EventId,
  eventIdOf,
  type ListenEvent,
  type ListenerId,
  ORIGINS,
  type Origin,
  type Slate,
  type TrackId,
} from '@segue/core/events';
import { armOf, ListenerTally, type Team } from '@segue/core/experiments';
import { freshState, type ModelView, readListenerFeatures, readTrackFeatures, type Taste } from '@segue/core/model';
import type { Label, RankerName } from '@segue/core/rankers';
import { type Belief, beliefOf, type Challenge, type Parts, type Placed, rankerRowOf } from '@segue/core/ranking';
import type { Metrics } from '@segue/telemetry';
import { EventsOnce } from './events-once.ts';
import { ENOUGH_TO_BE_TRIED, type Experiment, textOf } from './experiment.ts';
import { packKept, restoreKept } from './kept.ts';
import { outcomeOf, type PlayOutcome } from './outcome-of.ts';
import { Rivals } from './rivals.ts';
import type { Shelf } from './shelf.ts';
import { ShownRows } from './shown-rows.ts';

/** What waits to be looked at; past it the oldest is left out and counted. */
const MOST_WAITING = 2_000;
const LOOK_AFTER_MS = 50;
/** Of the event loop at once: a gesture that comes meanwhile waits no longer. */
const SLICE_MS = 2;
const MOST_PLAYS = 10_000;
/** An outcome that is undone within so long teaches nothing: it waits that long to be learnt, the oldest less where too many wait. */
const UNDONE_WITHIN_MS = 10_000;
const MOST_OUTCOMES = 2_000;
const LEARN_EVERY_MS = 1_000;
/** Exploration draws from a belief that stands so long: within it a slate is a function of what was said, so an undo brings it back. */
const BELIEF_MS = 10 * 60_000;
const KEEP_EVERY_MS = 5 * 60_000;
/** Fewer outcomes than these, and exploration draws evenly. */
const ENOUGH_OUTCOMES = 30;
/** Of the hash that stands for a listener. */
const KEY_DIGITS = 16;

interface Play {
  readonly track: TrackId;
  readonly row: Float64Array;
  readonly said: Float64Array;
  readonly team: Team | null;
  /** Where it stood in the list, from 0. */
  readonly place: number;
  /** Whether what is tried was tried when the list was made: what came before says nothing of it. */
  readonly isTrying: boolean;
  /** What it came to is learnt: what comes later says no more. */
  isLearnt: boolean;
}

/** Acts that are looked at. */
const TAKEN: ReadonlySet<ActType> = new Set(['play', 'undo', 'complete', 'like', 'unlike', 'skip', 'dislike', 'block']);
/** The rows that people see first. */
const FIRST_ROWS = 5;

/** What came of a play, and may be taken back yet. */
interface Outcome extends Omit<PlayOutcome, 'track'> {
  readonly event: EventId;
  readonly isLike: boolean;
  readonly listener: ListenerId;
  readonly origin: Origin;
  readonly play: Play;
  readonly dueMs: number;
}

/** A slate, with what decided its rows. */
export interface Explained {
  readonly slate: Slate;
  readonly taste: Taste | null;
  readonly parts: readonly Parts[];
  readonly teams: readonly (Team | null)[] | null;
  readonly placed: readonly Placed[];
}

export interface ShadowSettings {
  /** Those that run beside what serves. */
  readonly rankers: readonly RankerName[];
  readonly experiment: Experiment | null;
}

export interface ShadowDeps extends ShadowSettings {
  /** Where what was learnt is kept; without one it is gone with the process. */
  readonly shelf: Shelf | null;
  readonly model: ModelView;
  readonly seed: number;
  readonly metrics: Metrics;
  readonly nowMs: () => number;
  readonly onProblem: (cause: unknown) => void;
}

/**
 * Rankers that run beside what serves: they see what was shown, predict when a row is played, and learn whether it was heard
 * out. Everything happens after the push, a slice of the event loop at a time, in bounded memory. What people, simulated
 * listeners and probes teach is kept apart: each origin has rankers and figures of its own.
 */
export class Shadow {
  readonly #deps: ShadowDeps;
  readonly #shown = new ShownRows();
  readonly #events = new EventsOnce();
  readonly #plays = new Map<ListenerId, Play>();
  readonly #rivals = new Map<Origin, Rivals>();
  readonly #tallies = new Map<Origin, ListenerTally>();
  /** Outcomes that the metrics have: what has not changed is not worked out again. */
  readonly #told = new Map<Origin, number>();
  #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;
  /** Oldest first. */
  #outcomes: Outcome[] = [];
  #learning: NodeJS.Timeout | null = null;
  #keeping: NodeJS.Timeout | null = null;
  /** Whether anything was learnt since it was kept. */
  #isKept = true;
  #belief: { readonly belief: Belief; readonly atMs: number } | null = null;

  constructor(deps: ShadowDeps) {
    this.#deps = deps;
  }

  /** What somebody is shown: at once, since what would have to wait is the whole list with all its reasons. */
  made(listener: ListenerId, { slate, taste, parts, teams }: Explained): void {
    const width = parts[0]?.length ?? 0;
    const flat = new Float32Array(width * parts.length);
    parts.forEach((of, place) => {
      flat.set(of, place * width);
    });
    this.#shown.remember(listener, {
      revision: slate.revision,
      tracks: slate.rows.map(({ track }) => track.trackId),
      parts: flat,
      listener: Float32Array.from(listenerFeaturesOf(taste, this.#deps.nowMs())),
      byChance: slate.rows.map(({ placedBy }) => placedBy === 'exploration'),
      // As ranking counts it, and a ranker that is tried reads it: lists before this one.
      shownBefore: slate.rows.map(({ track }) => taste?.shown.counted.get(track.trackId) ?? 0),
      teams: teams?.some((team) => team !== null) ? teams : null,
      isTrying: this.#isTrying(),
    });
  }

  /** An event that the log has. */
  note(event: ListenEvent): void {
    if (event.act.type === 'erase') this.#forget(event.listenerId);
    else if (TAKEN.has(event.act.type) && this.#events.isNew(event)) this.#later(() => this.#take(event));
  }

  /** What exploration draws from; null while too little is known. */
  belief(): Belief | null {
    return this.#belief?.belief ?? null;
  }

  /** What is tried on this listener, where they are in the arm that tries something and its ranker has learnt enough. */
  challenge(listener: ListenerId): Challenge | null {
    const { experiment } = this.#deps;
    if (!experiment || !this.#isTrying()) return null;
    if (experiment.how === 'ab' && armOf(experiment.name, listener, 2) === 0) return null;
    const ranker = this.#rivalsOf('person').predictor(experiment.ranker);
    return ranker && { ranker, how: experiment.how === 'ab' ? 'instead' : 'draft' };
  }

  /** Writes how each ranker does, and the experiment, into the metrics. */
  tell(): void {
    const { metrics, experiment } = this.#deps;
    for (const [origin, rivals] of this.#rivals) {
      if (rivals.lastOutcomeMs === null || this.#told.get(origin) === rivals.learnt) continue;
      this.#told.set(origin, rivals.learnt);
      metrics.gauge('segue_ranker_last_outcome_seconds', rivals.lastOutcomeMs / 1000, { origin });
      for (const { ranker, n, logLoss, auc } of rivals.standings()) {
        metrics.gauge('segue_ranker_outcomes', n, { ranker, origin });
        if (logLoss !== null) metrics.gauge('segue_ranker_log_loss', logLoss, { ranker, origin });
        if (auc !== null) metrics.gauge('segue_ranker_auc', auc, { ranker, origin });
      }
    }
    if (!experiment) return;
    const { name, how, ranker } = experiment;
    for (const [origin, tally] of this.#tallies) {
      for (const [arm, { n, sum, squares }] of tally.sums().entries()) {
        const labels = { experiment: name, how, ranker, arm: how === 'ab' ? (arm === 0 ? 'serving' : 'challenger') : 'preference', origin };
        metrics.gauge('segue_experiment_listeners', n, labels);
        metrics.gauge('segue_experiment_sum', sum, labels);
        metrics.gauge('segue_experiment_squares', squares, labels);
      }
    }
  }

  /** Goes on from what was kept. */
  async start(): Promise<void> {
    const { shelf, experiment, onProblem } = this.#deps;
    if (!shelf) return;
    try {
      const kept = await shelf.load();
      if (kept) {
        const { text, tallies } = restoreKept(kept, (origin) => this.#rivalsOf(origin));
        if (experiment && text === textOf(experiment)) {
          for (const [origin, tally] of tallies) this.#tallies.set(origin, new ListenerTally(armsOf(experiment), tally));
        }
      }
      this.#believe();
    } catch (cause) {
      onProblem(cause);
    }
    this.#keeping = setInterval(() => void this.#keep(), KEEP_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer ?? undefined);
    clearInterval(this.#keeping ?? undefined);
    clearTimeout(this.#learning ?? undefined);
    this.#timer = null;
    this.#learning = null;
    try {
      this.settle();
    } catch (cause) {
      this.#deps.onProblem(cause);
    }
    await this.#keep();
  }

  async #keep(): Promise<void> {
    const { shelf, experiment, onProblem } = this.#deps;
    if (!shelf || this.#isKept) return;
    this.#isKept = true;
    const tallies = new Map([...this.#tallies].map(([origin, tally]) => [origin, tally.kept()] as const));
    const bytes = packKept({ rivals: this.#rivals, experiment: experiment && { text: textOf(experiment), tallies } });
    await shelf.save(bytes).catch(onProblem);
  }

  /** Everything that waits is looked at now, and learnt. */
  settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const work of waiting) work();
    this.#learnAll();
  }

  #later(work: () => void): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#waiting.shift();
      this.#deps.metrics.count('segue_shadow_left_out_total');
    }
    this.#waiting.push(work);
    this.#timer ??= setTimeout(() => this.#slice(), LOOK_AFTER_MS).unref();
  }

  #slice(): void {
    const start = performance.now();
    let done = 0;
    try {
      while (done < this.#waiting.length && performance.now() - start < SLICE_MS) this.#waiting[done++]!();
    } catch (cause) {
      this.#deps.onProblem(cause);
    }
    this.#waiting.splice(0, done);
    this.#timer = this.#waiting.length > 0 ? setTimeout(() => this.#slice(), 1).unref() : null;
  }

  #take(event: ListenEvent): void {
    const { act, listenerId, origin } = event;
    if (act.type === 'play') this.#played(event, act.trackId);
    else if (act.type === 'undo') this.#takeBack(listenerId, (one) => one.event === act.event);
    else if (act.type === 'unlike') this.#takeBack(listenerId, (one) => one.isLike && one.play.track === act.trackId);
    else {
      const outcome = outcomeOf(act, (track) => this.#deps.model.track(track)?.durationSeconds ?? 0);
      const play = this.#plays.get(listenerId);
      if (!outcome || play?.track !== outcome.track) return;
      const { label, end } = outcome;
      if (end !== null) this.#plays.delete(listenerId);
      if (end === null && (label === null || play.isLearnt)) return;
      const dueMs = this.#deps.nowMs() + UNDONE_WITHIN_MS;
      const isLike = act.type === 'like';
      this.#outcomes.push({ event: eventIdOf(event), isLike, listener: listenerId, origin, play, label, end, dueMs });
      if (this.#outcomes.length > MOST_OUTCOMES) this.#learn(this.#outcomes.shift()!);
      this.#learnSoon();
    }
  }

  /** What it said is unsaid; it goes on playing, unless something else does. */
  #takeBack(listener: ListenerId, isIt: (outcome: Outcome) => boolean): void {
    const at = this.#outcomes.findLastIndex((one) => one.listener === listener && isIt(one));
    const [outcome] = at < 0 ? [] : this.#outcomes.splice(at, 1);
    if (outcome && outcome.end !== null && !this.#plays.has(listener)) this.#plays.set(listener, outcome.play);
  }

  #learnSoon(): void {
    this.#learning ??= setTimeout(() => {
      this.#learning = null;
      const nowMs = this.#deps.nowMs();
      while (this.#outcomes[0] && this.#outcomes[0].dueMs <= nowMs) {
        const outcome = this.#outcomes.shift()!;
        this.#later(() => this.#learn(outcome));
      }
      if (this.#outcomes.length > 0) this.#learnSoon();
    }, LEARN_EVERY_MS).unref();
  }

  #learnAll(): void {
    for (const outcome of this.#outcomes.splice(0)) this.#learn(outcome);
  }

  #learn({ listener, origin, play, label, end }: Outcome): void {
    const rows = play.place < FIRST_ROWS ? 'first' : 'later';
    if (end !== null) this.#deps.metrics.count('segue_list_plays_total', { end, rows, origin });
    // The first that stands is what it came to: a like, and the skip after it says no more.
    if (label === null || play.isLearnt) return;
    play.isLearnt = true;
    this.#rivalsOf(origin).learn(play.row, play.said, label, this.#deps.nowMs());
    if (play.isTrying) this.#count(listener, origin, play.team, label);
    this.#isKept = false;
    this.#believe();
  }

  #played({ listenerId, origin, shown }: ListenEvent, track: TrackId): void {
    // Whatever played before is left without an outcome: nobody can say whether it would have been heard out.
    this.#plays.delete(listenerId);
    const row = shown && this.#shown.rowOf(listenerId, shown, track);
    if (!row) return;
    const { model, nowMs } = this.#deps;
    const at = model.rowOf(track);
    if (at === undefined) return;
    const features = { listener: row.listener, track: readTrackFeatures(model.learntAt(at), nowMs()) };
    const whole = rankerRowOf(row.parts, features, row);
    // A number that is none would spoil what was learnt from all others.
    if (!whole.every(Number.isFinite)) return void this.#deps.metrics.count('segue_shadow_left_out_total');
    this.#plays.set(listenerId, {
      track,
      row: whole,
      said: this.#rivalsOf(origin).predict(whole),
      team: row.team,
      place: row.place,
      isTrying: row.isTrying,
      isLearnt: false,
    });
    if (this.#plays.size > MOST_PLAYS) this.#plays.delete(this.#plays.keys().next().value!);
  }

  #believe(): void {
    const { nowMs, seed } = this.#deps;
    const rivals = this.#rivals.get('person');
    if (!rivals || rivals.learntBy('bayesian') < ENOUGH_OUTCOMES || (this.#belief && nowMs() - this.#belief.atMs < BELIEF_MS)) return;
    const posterior = rivals.posterior();
    if (posterior) this.#belief = { belief: beliefOf(posterior, seed), atMs: nowMs() };
  }

  #count(listener: ListenerId, origin: Origin, team: Team | null, label: Label): void {
    const { experiment } = this.#deps;
    if (!experiment) return;
    const tally = this.#tallies.get(origin) ?? new ListenerTally(armsOf(experiment));
    this.#tallies.set(origin, tally);
    const key = this.#keyOf(listener, experiment);
    if (experiment.how === 'ab') tally.add(key, armOf(experiment.name, listener, 2), label);
    else if (team !== null) tally.add(key, 0, label === 0 ? 0 : team === 1 ? 1 : -1);
  }

  /** Who has counted is known by a hash: it goes to the shelf, and stays there when the listener is erased. */
  #keyOf(listener: ListenerId, experiment: Experiment): string {
    const text = `${textOf(experiment)}/${this.#deps.seed}/${listener}`;
    return createHash('sha256').update(text).digest('hex').slice(0, KEY_DIGITS);
  }

  /** Whether the ranker of the experiment has learnt enough of people to be tried on them. */
  #isTrying(): boolean {
    const { experiment } = this.#deps;
    if (!experiment) return false;
    return this.#rivalsOf('person').learntBy(experiment.ranker) >= (experiment.after ?? ENOUGH_TO_BE_TRIED);
  }

  #forget(listener: ListenerId): void {
    const { experiment } = this.#deps;
    if (experiment) for (const tally of this.#tallies.values()) tally.forget(this.#keyOf(listener, experiment));
    this.#shown.forget(listener);
    this.#events.forget(listener);
    this.#plays.delete(listener);
    this.#outcomes = this.#outcomes.filter((outcome) => outcome.listener !== listener);
  }

  #rivalsOf(origin: Origin): Rivals {
    const { rankers, experiment, seed } = this.#deps;
    const known =
      this.#rivals.get(origin) ?? new Rivals(experiment ? [...rankers, experiment.ranker] : rankers, seed + ORIGINS.indexOf(origin));
    this.#rivals.set(origin, known);
    return known;
  }
}

const armsOf = ({ how }: Experiment): number => (how === 'ab' ? 2 : 1);

/** As of the last thing the listener said, as ranking has it: a list is a function of what was said. */
function listenerFeaturesOf(taste: Taste | null, nowMs: number): Float64Array {
  const state = taste?.state ?? freshState(null);
  return readListenerFeatures(state, state.windows.lastMs || nowMs);
}
