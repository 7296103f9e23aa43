import {
  type Act,
  type EventId,
  eventIdOf,
  type ListenEvent,
  type ListenerId,
  type Position,
  parseListenEvent,
  SILENT_ACTS,
  type TrackId,
} from '@segue/core/events';
import {
  foldEvent,
  hashOf,
  lessonAgain,
  newTaste,
  type Profile,
  packNotice,
  packTasteAfter,
  packTasteFront,
  type RecordBase,
  stepsOf,
  type Taste,
  type Taught,
  type Turned,
  trackOf,
  unpackStored,
} from '@segue/core/model';
import type { LogRecord, TasteStore, TasteWrite } from '@segue/core/ports';
import type { WorkerObserver } from '../observer.ts';
import type { Refuse } from '../refusals.ts';
import type { TrackSide } from './vectors.ts';

export interface LearnPartitionDeps {
  readonly tastes: TasteStore;
  readonly tracks: TrackSide;
  readonly epoch: number;
  readonly seed: number;
  /** Server's clock, ms since 1970 with fractions. */
  readonly now: () => number;
  readonly observer: WorkerObserver;
  /** Sets aside what can never be learnt; resolves once the log has it. */
  readonly refuse: Refuse;
}

/** `rewind`: the store is not where this partition thought; go on from what the store says. */
export type ChunkOutcome = 'learnt' | 'rewind';

/** Tastes held of one partition; the least recently used go first. */
const MAX_HELD = 5_000;

interface Held {
  readonly taste: Taste;
  /** The position that the store has; null if it has none. */
  stored: Position | null;
  /** What the store has of the record that need not be sent again; null where it is sent whole. */
  base: RecordBase | null;
}

/** Learns one partition of `listens`, for one assignment: nothing in it outlives that. */
export class LearnPartition {
  readonly #partition: number;
  readonly #deps: LearnPartitionDeps;
  readonly #held = new Map<ListenerId, Held>();
  #mark: Position | null;

  constructor(partition: number, mark: Position | null, deps: LearnPartitionDeps) {
    this.#partition = partition;
    this.#mark = mark;
    this.#deps = deps;
  }

  /** The first offset that the store has not applied. */
  get next(): number {
    return this.#mark && this.#mark.epoch === this.#deps.epoch ? this.#mark.offset + 1 : 0;
  }

  /** Folds a chunk, saves it whole with its mark, and sends its steps side by side with that. */
  async learn(records: readonly LogRecord[]): Promise<ChunkOutcome> {
    const { observer, now, tastes, tracks } = this.#deps;
    const takenAtMs = now();
    const events = await this.#parse(records);
    if (!(await this.#load(events.map(({ event }) => event)))) return this.#rewind('mark-moved');
    await tracks.prepare(...this.#needsOf(events));

    const touched: Touched = new Map();
    for (const { event, offset } of events) this.#fold(event, offset, touched);
    const learntAtMs = now();

    const last = records.at(-1);
    if (!last) return 'learnt';
    const at = { epoch: this.#deps.epoch, partition: this.#partition, offset: last.offset };
    // Redelivered records lie at or before the mark: it never goes back.
    const nextMark = this.#mark && this.next > at.offset ? this.#mark : at;
    const bases: RecordBase[] = [];
    const writes = [...touched].map(([listener, touch]): TasteWrite => {
      const { held, cause } = touch;
      const storedAtMs = now();
      const front = packTasteFront(held.taste);
      const { record, keeps, base } = packTasteAfter(held.taste, held.base, front);
      bases.push(base);
      return {
        listener,
        expected: held.stored,
        next: { record, keeps, position: held.taste.position },
        notice: packNotice(
          {
            taste: held.taste,
            cause: eventIdOf(cause),
            steps: { receivedAtMs: cause.receivedAtMs, takenAtMs, learntAtMs, storedAtMs },
            silent: touch.silent,
          },
          front,
        ),
        dropsSlate: !touch.silent,
        ...(touch.erases ? { erases: true } : {}),
      };
    });
    const chunk = { partition: this.#partition, expectedMark: this.#mark, nextMark, writes };
    const saved = tracks.flushesAfterTastes
      ? await tastes.save(chunk)
      : (await Promise.all([tastes.save(chunk), tracks.flush(this.#partition)]))[0];
    if (saved === 'saved' && tracks.flushesAfterTastes) await tracks.flush(this.#partition);
    if (saved !== 'saved') return this.#rewind(saved);
    const storedMs = now() - learntAtMs;
    this.#mark = nextMark;
    for (const [i, { held }] of [...touched.values()].entries()) {
      held.stored = held.taste.position;
      held.base = bases[i] ?? null;
    }
    for (const { event, appendedAtMs } of events) {
      // Gestures alone, as at the api: one step's figures are read beside another's.
      if (SILENT_ACTS.has(event.act.type)) continue;
      observer.step('wait', Math.max(0, takenAtMs - appendedAtMs), event.origin);
      observer.step('learn', (learntAtMs - takenAtMs) / events.length, event.origin);
      observer.step('store', storedMs, event.origin);
    }
    this.#forgetOldest();
    return 'learnt';
  }

  async #parse(
    records: readonly LogRecord[],
  ): Promise<{ readonly event: ListenEvent; readonly offset: number; readonly appendedAtMs: number }[]> {
    const out: { event: ListenEvent; offset: number; appendedAtMs: number }[] = [];
    for (const record of records) {
      const parsed = record.value ? parseListenEvent(record.value) : ({ ok: false, field: '', reason: 'empty' } as const);
      if (parsed.ok) out.push({ event: parsed.event, offset: record.offset, appendedAtMs: record.appendedAtMs });
      else if (record.offset >= this.next) {
        // Before the mark it was set aside already.
        this.#deps.observer.outcome('refused', 'unknown');
        await this.#deps.refuse(this.#partition, record, parsed);
      }
    }
    return out;
  }

  #rewind(why: string): 'rewind' {
    this.#deps.observer.note('the store was not where it was left; reading again', { partition: this.#partition, why });
    return 'rewind';
  }

  /**
   * False where the store is not at this partition's mark. A save would find that too, but steps go side by side with it,
   * and what was folded on a taste from before the mark must not reach tracks.
   */
  async #load(events: readonly ListenEvent[]): Promise<boolean> {
    const missing = [...new Set(events.map((event) => event.listenerId))].filter((listener) => !this.#held.has(listener));
    if (missing.length === 0) return true;
    const { tastes } = this.#deps;
    const [loaded, mark] = await Promise.all([tastes.load(this.#partition, missing), tastes.mark(this.#partition)]);
    if (mark?.epoch !== this.#mark?.epoch || mark?.offset !== this.#mark?.offset) return false;
    missing.forEach((listener, i) => {
      const stored = loaded[i];
      if (stored) this.#held.set(listener, { ...unpackStored(stored.record), stored: stored.position });
    });
    return true;
  }

  #needsOf(events: readonly { readonly event: ListenEvent; readonly offset: number }[]): Parameters<TrackSide['prepare']> {
    const tracks = new Set<TrackId>();
    const profiles: Profile[] = [];
    for (const { event, offset } of events) {
      const track = trackOf(event.act);
      if (track) tracks.add(track);
      const past = this.#held.get(event.listenerId)?.taste;
      if (past && (event.act.type === 'undo' || offset <= past.position.offset)) {
        // What is taken back, or taught again, reaches into the ring: its tracks, and who the listener said to be then.
        profiles.push(past.checkpoint.profile);
        for (const { event: earlier, input } of past.ring) {
          const touched = trackOf(input.act);
          if (touched) tracks.add(touched);
          const drawn = this.#chanceOf(earlier);
          if (drawn) tracks.add(drawn);
          if (input.act.type === 'profile') profiles.push(profileOf(input.act));
        }
      }
      const chance = this.#chanceOf(eventIdOf(event));
      if (chance) tracks.add(chance);
      if (event.act.type === 'profile') {
        profiles.push(profileOf(event.act));
      }
      const held = this.#held.get(event.listenerId);
      if (held) profiles.push(held.taste.state.profile);
    }
    return [[...tracks], profiles];
  }

  #fold(event: ListenEvent, offset: number, touched: Touched): void {
    const { tracks, epoch, observer } = this.#deps;
    const position = { epoch, partition: this.#partition, offset };
    let held = this.#held.get(event.listenerId);
    if (!held) held = { taste: newTaste(position, tracks.priorOf({ country: null, ageBand: null, genres: [] })), stored: null, base: null };
    else this.#held.delete(event.listenerId);
    // Taken out and put back: the map's order is the order of use.
    this.#held.set(event.listenerId, held);

    const { taste } = held;
    const folded = foldEvent(taste, event, position, tracks);
    observer.outcome(folded.outcome, event.origin);
    if (folded.outcome === 'already-applied') {
      // Whoever wrote it may have ended before all that goes with it was closed: it is written once more, as it is.
      if (event.act.type === 'erase') erasesAgain(touched, { held, cause: event });
      // Its steps may have been lost with whoever saved it: made again, and the tracks' fences drop what they have.
      const again = lessonAgain(taste, offset);
      if (again) this.#step(event, position, again, again.turned);
      return;
    }
    const silent = folded.outcome !== 'learnt' || SILENT_ACTS.has(event.act.type);
    const known = touched.get(event.listenerId);
    if (!known) touched.set(event.listenerId, { held, cause: event, silent, erases: event.act.type === 'erase' });
    else {
      known.erases ||= event.act.type === 'erase';
      if (!silent || known.silent) known.cause = event;
      known.silent &&= silent;
    }
    if (folded.outcome !== 'learnt') return;
    const entry = taste.ring.at(-1);
    if (entry?.offset !== offset) return;
    const { lesson, before, turned } = folded;
    this.#step(event, position, { entry, lesson, before, state: taste.state }, turned);
  }

  /** Sends what the event says of tracks on its way; for an undo, what it takes back. */
  #step({ listenerId, origin }: ListenEvent, source: Position, own: Taught, turned: Turned | null): void {
    const { entry, lesson, before, state } = turned?.taught ?? own;
    const takesBack = turned?.takesBack ?? false;
    const chance = this.#chanceOf(entry.event);
    this.#deps.tracks.take(stepsOf({ listenerId, source, origin, input: entry.input, lesson, before, state, chance, takesBack }));
  }

  #chanceOf(event: EventId): TrackId | null {
    return this.#deps.tracks.trackByChance(hashOf(event, this.#deps.seed));
  }

  #forgetOldest(): void {
    for (const listener of this.#held.keys()) {
      if (this.#held.size <= MAX_HELD) return;
      this.#held.delete(listener);
    }
  }
}

type Touched = Map<ListenerId, { readonly held: Held; cause: ListenEvent; silent: boolean; erases: boolean }>;

function erasesAgain(touched: Touched, { held, cause }: { readonly held: Held; readonly cause: ListenEvent }): void {
  const known = touched.get(cause.listenerId);
  if (known) known.erases = true;
  else touched.set(cause.listenerId, { held, cause, silent: true, erases: true });
}

const profileOf = (act: Extract<Act, { readonly type: 'profile' }>): Profile => ({
  country: act.country ?? null,
  ageBand: act.ageBand ?? null,
  genres: act.genres ?? [],
});
