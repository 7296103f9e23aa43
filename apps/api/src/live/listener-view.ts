import {
  type ActType,
  comparePositions,
  compareRevisions,
  type EventId,
  eventIdOf,
  type Heard,
  type ListenEvent,
  type ListenerId,
  type Origin,
  type Position,
  type Slate,
  type Timings,
} from '@segue/core/events';
import type { ModelView } from '@segue/core/model';
import { type TasteNotice, unpackNotice } from '@segue/core/model';
import { heardOf, type Pending } from '@segue/core/ranking';
import { within } from '@segue/core/within';
import type { Metrics } from '@segue/telemetry';
import { isByHand, LastSaid } from '../serving/last-said.ts';
import { slateJson } from '../serving/slate-json.ts';
import type { SlateMaker } from '../serving/slate-maker.ts';
import type { Explained } from '../shadow/shadow.ts';
import { HeldTaste } from './held-taste.ts';
import { KeptSlate } from './kept-slate.ts';
import { StoodBefore } from './stood-before.ts';
import type { Turns } from './turns.ts';

/** When the server did what for one gesture, ms since 1970. */
export type ServerTimes = Timings & { readonly appendedAtMs: number };

export interface ViewDeps {
  readonly listener: ListenerId;
  readonly origin: Origin;
  readonly maker: SlateMaker;
  readonly model: ModelView;
  readonly metrics: Metrics;
  readonly nowMs: () => number;
  /** When a list may be made. */
  readonly turns: Pick<Turns, 'take'>;
  readonly outlet: { whenOpen(go: () => void): void; push(json: string): void };
  /** Told after a list was made, with what decided its rows. */
  readonly onMade: (explained: Explained) => void;
  readonly onProblem: (cause: unknown) => void;
}

/** A notice that no slate has covered yet. */
interface Due {
  readonly notice: TasteNotice;
  readonly noticedAtMs: number;
  /** The taste of the slate that was pushed before. */
  readonly before: HeldTaste | null;
}

interface Making {
  readonly heard: Heard | null;
  /** Null where no notice caused it. */
  readonly steps: Omit<Timings, 'rankedAtMs'> | null;
  readonly neighbours: readonly number[] | null;
}

interface Made {
  readonly json: string;
  readonly timings: Timings | null;
  /** Null where what was made before is newer. */
  readonly explained: Explained | null;
}

interface Awaited {
  readonly event: ListenEvent;
  /** Where the log has it and since when; null until that is known here, which may be later than its being learnt. */
  appended: { readonly position: Position; readonly atMs: number } | null;
}

/** What a slate says of what was learnt since the one before. */
interface Spoken {
  readonly heard: Heard | null;
  /** The event that it names; null where that was made at another instance. */
  readonly named: Awaited | null;
}

/** Events sent to the log, kept by their id until a slate has spoken of them; the heard line needs what they were. */
const MAX_AWAITED = 256;
/** Gestures whose slate was pushed and whose paint has not been told of yet. */
const MAX_PUSHED = 32;
/** Of quiet, before a slate is cached. */
const KEPT_AFTER_MS = 500;
/** A snapshot waits so long for the store: whoever asked takes silence for a dead link. */
const READ_WITHIN_MS = 1_000;

/** One listener who is connected here: their last taste, what was acked and not yet learnt, and the slate they see. */
export class ListenerView {
  readonly #deps: ViewDeps;
  taste: HeldTaste | null = null;
  /** The taste of the slate that was pushed last; at first, the one that was found. */
  #pushed: HeldTaste | null = null;
  #pending: Pending[] = [];
  #slate: KeptSlate | null = null;
  readonly #stood = new StoodBefore();
  /** The newest notice that no slate has covered yet: several become one slate. */
  #due: Due | null = null;
  #scheduled = false;
  readonly #awaited = new Map<EventId, Awaited>();
  readonly #said = new LastSaid();
  readonly #times = new Map<EventId, ServerTimes>();
  #loaded: Promise<void> | null = null;
  #keeping: NodeJS.Timeout | null = null;

  constructor(deps: ViewDeps) {
    this.#deps = deps;
  }

  /** Reads taste and pending acts from the store; call it after the presence was registered. */
  load(): Promise<void> {
    this.#loaded ??= this.#read().catch((cause) => {
      this.#loaded = null;
      throw cause;
    });
    return this.#loaded;
  }

  /** The link was down for a while: whatever was said meanwhile is read again. */
  async reload(): Promise<void> {
    this.#loaded = null;
    await this.load();
    this.#schedule();
  }

  async #read(): Promise<void> {
    const { maker, listener } = this.#deps;
    const [taste, pending] = await Promise.all([maker.loadTaste(listener), maker.loadPending(listener)]);
    if (taste && (!this.taste || comparePositions(taste.position, this.taste.position) > 0))
      this.taste = new HeldTaste(taste, null, this.taste);
    this.#pushed ??= this.taste;
    const known = new Set(this.#pending.map((act) => act.position.offset));
    this.#pending = [...this.#pending, ...pending.filter((act) => !known.has(act.position.offset))].sort((a, b) =>
      comparePositions(a.position, b.position),
    );
    this.#dropLearnt();
  }

  /** Whether it was acked here, or read from the store, and is not yet learnt. */
  isPending(event: EventId): boolean {
    return this.#pending.some((act) => eventIdOf(act.event) === event);
  }

  /** How many acts of these types were acked and are not learnt yet. */
  pendingOf(types: readonly ActType[]): number {
    return this.#pending.reduce((count, { event }) => count + (types.includes(event.act.type) ? 1 : 0), 0);
  }

  acked(position: Position, event: ListenEvent): void {
    const awaited = this.#awaited.get(eventIdOf(event));
    if (awaited) awaited.appended = { position, atMs: this.#deps.nowMs() };
    if (this.taste && comparePositions(position, this.taste.position) <= 0) return;
    this.#pending.push({ position, event });
  }

  /** On its way to the log: a busy process may hear that it is learnt before it hears that it is logged. */
  sent(event: ListenEvent): void {
    const id = eventIdOf(event);
    // Sent again, it stands behind what was sent meanwhile, as it will in the log.
    this.#awaited.delete(id);
    keep(this.#awaited, id, { event, appended: null }, MAX_AWAITED);
  }

  /** When what was done for a gesture whose slate was pushed from here; once, to whoever tells of its paint. */
  timesOf(event: EventId): ServerTimes | null {
    const times = this.#times.get(event) ?? null;
    this.#times.delete(event);
    return times;
  }

  noticed(bytes: Uint8Array): void {
    const noticedAtMs = this.#deps.nowMs();
    const notice = unpackNotice(bytes);
    // A snapshot may have read this taste before its notice came: what counts is what was pushed, to all tabs.
    if (this.#pushed && comparePositions(notice.position, this.#pushed.position) <= 0) return;
    const before = this.#due?.before ?? this.#pushed;
    if (!this.taste || comparePositions(notice.position, this.taste.position) > 0)
      this.taste = new HeldTaste(notice.taste, notice.front, this.taste);
    this.#dropLearnt();
    if (notice.silent && !this.#due) {
      this.taste.rest();
      return;
    }
    this.#due = { notice: notice.silent && this.#due ? this.#due.notice : notice, noticedAtMs, before };
    this.#schedule();
  }

  /** What the store has now is laid under what is held here; a store that is away leaves that as it is. */
  async #reread(): Promise<void> {
    await this.load().catch(() => {});
    await this.#read().catch(this.#deps.onProblem);
  }

  /** The slate that was made last, as it is: its JSON. */
  async latest(): Promise<string> {
    return this.#slate?.json() ?? this.snapshot();
  }

  /** The newest slate, ranked now, with what was said on other instances meanwhile: its JSON. */
  async snapshot(): Promise<string> {
    // What does not come in time is in the next list.
    await within(READ_WITHIN_MS, this.#reread()).catch(() => {});
    const neighbours = await this.#deps.maker.neighbours(this.taste?.taste ?? null);
    // What it has learnt that no slate has spoken of yet is said by the one that is pushed.
    const { json, explained } = this.#make({ heard: null, steps: null, neighbours });
    if (explained) this.#deps.onMade(explained);
    return json;
  }

  /** What sliders that are being dragged would make of it: its JSON. */
  async preview(tune: { readonly discover: number; readonly energy: number }): Promise<string> {
    const { maker, listener, onProblem } = this.#deps;
    // As above: else it is of what is known here.
    await within(READ_WITHIN_MS, this.load().catch(onProblem)).catch(() => {});
    const [held, pending] = [this.taste, this.#pending];
    const slate = await maker.makeNow({ listener, taste: held?.taste ?? null, pending, heard: null, timings: null, tune });
    held?.rest();
    return slateJson(slate);
  }

  /** Something that no event caused has changed what a slate shows. */
  refresh(): void {
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Notices that come before this listener's turn become one slate; so do those that come while nobody reads.
    this.#deps.turns.take(() => this.#deps.outlet.whenOpen(() => this.#askAndRank()));
  }

  #askAndRank(): void {
    const asked = this.#deps.maker.neighbours(this.taste?.taste ?? null);
    const rank = (neighbours: readonly number[] | null) => {
      this.#scheduled = false;
      this.#rank(neighbours);
    };
    // Without neighbours the rest still ranks; a list that waits for what failed would never move again.
    if (asked)
      asked
        .catch((cause) => {
          this.#deps.onProblem(cause);
          return null;
        })
        .then(rank)
        .catch(this.#deps.onProblem);
    else rank(null);
  }

  #rank(neighbours: readonly number[] | null): void {
    const { metrics, outlet, nowMs } = this.#deps;
    const due = this.#due;
    this.#due = null;
    const { heard, named } = this.#hear(due);
    // What is timed is the gesture that the slate names; the notice may be of what followed it.
    const steps = due && { ...due.notice.steps, ...(named && { receivedAtMs: named.event.receivedAtMs }), noticedAtMs: due.noticedAtMs };
    const { json, timings, explained } = this.#make({ heard, steps, neighbours });
    outlet.push(json);
    this.#pushed = this.taste;
    if (explained) this.#deps.onMade(explained);
    if (!due) return;
    // A gesture that was made at another instance is measured there.
    if (timings && named) {
      const { origin } = this.#deps;
      keep(this.#times, eventIdOf(named.event), { ...timings, appendedAtMs: named.appended?.atMs ?? timings.takenAtMs }, MAX_PUSHED);
      metrics.step('notice', timings.noticedAtMs - timings.storedAtMs, origin);
      metrics.step('rank', timings.rankedAtMs - timings.noticedAtMs, origin);
      metrics.step('api_to_slate', nowMs() - timings.receivedAtMs, origin);
    }
    metrics.count('segue_slates_pushed_total');
    this.#keepSoon();
  }

  /** Whoever draws the next page may take the slate that stands once it is quiet: the ones before it nobody would read. */
  #keepSoon(): void {
    const { maker, listener, onProblem } = this.#deps;
    clearTimeout(this.#keeping ?? undefined);
    this.#keeping = setTimeout(() => {
      const slate = this.#slate;
      if (!slate || this.#pending.length > 0) return;
      const { heard } = this.#said;
      maker.keep(listener, { ...(JSON.parse(slate.json()) as Slate), heard }, this.taste?.position ?? null).catch(onProblem);
    }, KEPT_AFTER_MS).unref();
  }

  /**
   * What was learnt since the slate before, in words: what the listener did by hand, whatever followed and was learnt with it;
   * else what merely played.
   */
  #hear(due: Due | null): Spoken {
    const { taste: after } = this;
    if (!after) return { heard: null, named: null };
    const { model, nowMs } = this.#deps;
    const before = due ? due.before : this.#pushed;
    const learnt = this.#takeLearnt(due?.notice.cause ?? null, after.position);
    const byHand = learnt.filter(({ event }) => isByHand(event));
    const gestures = byHand.map(({ event }) => ({ event: eventIdOf(event), act: event.act, occurredAtMs: event.occurredAtMs }));
    const said = this.#said.hear(gestures, { before, after, model, nowMs: nowMs() });
    if (said) return { heard: said, named: byHand.at(-1) ?? null };
    const last = learnt.at(-1);
    // Made at another instance, and maybe by hand: what was said here may not be the last any more.
    if (!last) {
      if (due) this.#said.forget();
      return { heard: null, named: null };
    }
    return { heard: heardOf([{ event: eventIdOf(last.event), act: last.event.act }], before, after, model), named: last };
  }

  /** Events that a slate can speak of now, oldest first; the next one does not speak of them again. */
  #takeLearnt(cause: EventId | null, upTo: Position): Awaited[] {
    const awaited = [...this.#awaited];
    // What was sent before the cause is in the log before it, whether that is known here yet or not.
    const through = awaited.findIndex(([event]) => event === cause);
    const learnt = awaited.filter(
      ([, { appended }], i) => i <= through || (appended !== null && comparePositions(appended.position, upTo) <= 0),
    );
    for (const [event] of learnt) this.#awaited.delete(event);
    return learnt.map(([, one]) => one);
  }

  #make({ heard, steps, neighbours }: Making): Made {
    const { listener, maker, model, nowMs } = this.#deps;
    const held = this.taste;
    const taste = held?.taste ?? null;
    // What was acked and is not learnt is in no mark.
    const learnt = this.#pending.length === 0 ? taste : null;
    const moment = { generation: model.generation, nowMs: nowMs() };
    const again = learnt && this.#stood.again(learnt, moment);
    const explained = maker.makeExplained({ listener, taste, pending: this.#pending, heard, timings: null, neighbours, again });
    if (learnt && !again) this.#stood.remember(learnt, explained.placed, moment);
    const { revision } = explained.slate;
    const timings: Timings | null = steps && { ...steps, rankedAtMs: nowMs() };
    held?.rest();
    // What is pushed never goes back (L4), whatever order reads and notices came in.
    if (this.#slate && compareRevisions(revision, this.#slate.revision) < 0)
      return { json: slateJson({ ...(JSON.parse(this.#slate.json()) as Slate), timings }), timings, explained: null };
    const json = slateJson({ ...explained.slate, timings });
    this.#slate = new KeptSlate(revision, json, this.#slate);
    return { json, timings, explained };
  }

  #dropLearnt(): void {
    const { taste } = this;
    if (taste) this.#pending = this.#pending.filter((act) => comparePositions(act.position, taste.position) > 0);
  }
}

function keep<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value as K);
}
