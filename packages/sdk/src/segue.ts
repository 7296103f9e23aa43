import type { Act, EventId, Gesture, Heard, Slate, TrackCard } from '@segue/core/events';
import { createNow } from './clock.ts';
import { ClockKeeper } from './clock-keeper.ts';
import { Connection } from './connection.ts';
import { type OpenLink, openSocketLink } from './link.ts';
import { applyPending, type Pending } from './overlay.ts';
import { type PaintMeasure, PaintTimes } from './paint.ts';
import { Resync } from './resync.ts';
import { ANSWER_MS, type Answered } from './sender.ts';
import { createRenewSession } from './session.ts';
import { SharedOutbox } from './shared-outbox.ts';
import { ShownList } from './shown-list.ts';
import type { Refused, SegueState } from './state.ts';
import { browserSurroundings, type Change, type Surroundings } from './surroundings.ts';
import { Unheard } from './unheard.ts';
import { isSlate, isStatus, SILENT } from './wire.ts';

export interface SegueOptions {
  /** Where Segue's api answers; the page's own origin if left out. */
  readonly url?: string;
  /** On someone else's page: gives a token that the page's server minted for this listener. */
  readonly token?: () => Promise<string>;
  /** `memory` keeps waiting gestures only as long as the page. */
  readonly storage?: 'indexeddb' | 'memory';
  /** Names the outbox; where several people sign in on one browser, give each their own. */
  readonly outbox?: string;
  /** This machine's clock, ms since 1970. */
  readonly now?: () => number;
  /** 0..1, for jitter. */
  readonly random?: () => number;
  /** For tests: what the browser would be asked, and how a connection is opened. */
  readonly surroundings?: Surroundings;
  readonly openLink?: OpenLink;
}

export interface GestureDetails {
  /** The slate and row that the gesture was made from. */
  readonly shown?: Gesture['shown'];
  /** When it was made, on this machine's clock, ms since 1970; now if left out. */
  readonly at?: number;
  /** For `queue` and `pin` of a track that is not in the slate: what to draw until the server has placed it. */
  readonly card?: TrackCard;
  /** W3C traceparent. */
  readonly trace?: string;
}

export interface Segue {
  connect(): void;
  /** Lets go of everything; what waits stays in the outbox for the next visit. */
  close(): Promise<void>;
  /** Numbers, stores and sends. Never throws for the network; the id is the caller's name for it in `state` and `undo`. */
  gesture(act: Act, details?: GestureDetails): { readonly event: EventId };
  /** What the server, and any other page, calls a gesture of this one: the same, unless it was made before it had its number. */
  eventOf(given: EventId): EventId;
  subscribe(listener: (state: SegueState) => void): () => void;
  /** The same object until something in it changes. */
  state(): SegueState;
  /** The list under other sliders; nothing is logged. Rejects if the server does not answer. */
  preview(tune: { readonly discover: number; readonly energy: number }): Promise<Slate>;
  painted(measure: PaintMeasure): void;
  /** The slate that came with the page. */
  setInitialSlate(slate: Slate): void;
  /** The server's clock, ms since 1970, as well as it is known. */
  serverNow(): number;
}

const MOST_REFUSED = 100;
/** Of the 2 s within which everything is back, what finding a dead link may take. */
const AWAKE_MS = 1_500;

/** The browser's database that holds an outbox: of the name that a page gave it, or of the api's address. */
export const databaseOf = (outbox: string): string => `segue:${outbox}`;

/** Connects a page to Segue: gestures in, slates out. Nothing happens before `connect`, so it may be made on a server. */
export function createSegue(options: SegueOptions = {}): Segue {
  return new Client(options);
}

class Client implements Segue {
  readonly #now: () => number;
  readonly #around: Surroundings;
  readonly #connection: Connection;
  readonly #outbox: SharedOutbox;
  readonly #resync: Resync;
  readonly #clock: ClockKeeper;
  readonly #list = new ShownList();
  readonly #unheard = new Unheard();
  readonly #paint = new PaintTimes();
  readonly #listeners = new Set<(state: SegueState) => void>();
  #unlisten: (() => void) | null = null;
  #closed = false;
  #synced = false;
  #everFailed = false;
  #refused: readonly Refused[] = [];
  #refusedCount = 0;
  #degraded: readonly string[] = [];
  #teaching: number | null = null;
  #state: SegueState;

  constructor(options: SegueOptions) {
    const random = options.random ?? Math.random;
    const now = options.now ?? createNow(() => void this.#clock.measureAgain());
    const around = options.surroundings ?? browserSurroundings();
    const url = options.url ?? (typeof location === 'undefined' ? '' : location.origin);
    this.#now = now;
    this.#around = around;
    this.#connection = new Connection({
      url,
      openLink: options.openLink ?? openSocketLink,
      random,
      token: options.token ?? null,
      renewSession: createRenewSession({ url, fetch: around.fetch, locks: around.locks }),
      onUp: () => this.#up(),
      onDown: () => this.#down(),
      onWaiting: () => {
        this.#everFailed = true;
        this.#changed();
      },
      onMessage: (name, payload) => (name === 'slate' ? this.#take(payload) : this.#status(payload)),
    });
    const ask = (name: string, payload: unknown, withinMs: number): Promise<unknown> => this.#connection.ask(name, payload, withinMs);
    const onDead = (): void => this.#connection.drop();
    const onChange = (): void => this.#changed();
    this.#clock = new ClockKeeper({ ask, onDead, onChange, now, onKnown: () => this.#clockKnown() });
    this.#outbox = new SharedOutbox({
      name: databaseOf(options.outbox ?? url),
      storage: options.storage ?? 'indexeddb',
      around,
      now,
      random,
      offsetMs: () => this.#clock.offset.offsetMs,
      ask,
      onEarlier: (pending) => {
        this.#list.layEarlier(pending.map((one) => this.#laid(one)));
        this.#changed();
      },
      onPending: (pending) => {
        this.#list.lay(this.#laid(pending));
        this.#changed();
      },
      onAnswered: (answered) => this.#answered(answered),
      onDropped: (events) => {
        this.#list.drop(events);
        this.#unheard.drop(events);
      },
      onDoubt: () => this.#probe(),
      onDead,
      onSessionInvalid: () => this.#connection.renew(),
      onChange,
    });
    this.#resync = new Resync({
      ask,
      onSlate: (slate) => this.#take(slate),
      onSynced: () => {
        this.#synced = true;
        this.#changed();
      },
      visible: () => around.visible(),
      random,
    });
    this.#state = this.#build();
  }

  connect(): void {
    if (this.#unlisten || this.#closed) return;
    this.#unlisten = this.#around.onChange((change) => this.#surrounded(change));
    this.#outbox.open();
    this.#connection.start();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#unlisten?.();
    this.#resync.down();
    this.#connection.stop();
    await this.#outbox.close();
    this.#listeners.clear();
  }

  gesture(act: Act, { shown, at, card, trace }: GestureDetails = {}): { readonly event: EventId } {
    const { given, kept } = this.#outbox.add({ act, atMs: at ?? this.#now(), shown: shown ?? null, trace: trace ?? null });
    const pending = this.#laid({ event: given, act, ...(card ? { card } : {}) });
    if (kept) this.#unheard.made(given, act);
    if (kept && this.#list.lay(pending)) this.#outbox.share(pending);
    this.#changed();
    return { event: given };
  }

  eventOf(given: EventId): EventId {
    return this.#outbox.aliases.eventOf(given);
  }

  subscribe(listener: (state: SegueState) => void): () => void {
    // Wrapped, so that the same function given twice is two subscriptions.
    const own = (state: SegueState): void => listener(state);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  state(): SegueState {
    return this.#state;
  }

  async preview(tune: { readonly discover: number; readonly energy: number }): Promise<Slate> {
    const slate = await this.#connection.ask('preview', tune, ANSWER_MS);
    if (!isSlate(slate)) throw new Error('The server answered the preview with something that is no slate.');
    return applyPending(slate, this.#list.pending);
  }

  painted(measure: PaintMeasure): void {
    const report = this.#paint.report(measure, this.#outbox.aliases.eventOf(measure.event), this.#clock.offset, this.#now());
    // A measurement that is lost is lost: it must never cost a gesture its place.
    if (report) this.#connection.ask('painted', report, ANSWER_MS).catch(() => undefined);
  }

  setInitialSlate(slate: Slate): void {
    this.#take(slate);
  }

  serverNow(): number {
    return this.#now() + this.#clock.offset.offsetMs;
  }

  // The connection.

  #up(): void {
    this.#synced = false;
    this.#outbox.up();
    void this.#clock.measure();
    this.#resync.up();
    this.#changed();
  }

  #down(): void {
    this.#outbox.down();
    this.#resync.down();
    this.#changed();
  }

  #clockKnown(): void {
    this.#outbox.ready();
    this.#changed();
  }

  #probe(): void {
    if (this.#connection.up) void this.#clock.probe();
  }

  /** A link may have died while nobody looked: then the next is opened at once, while they wait. */
  async #wake(): Promise<void> {
    if (!this.#connection.up) return;
    await this.#clock.probe(AWAKE_MS);
    this.#connection.nudge();
  }

  #surrounded(change: Change): void {
    switch (change) {
      case 'shown':
      case 'back':
        this.#connection.nudge();
        this.#resync.shown();
        this.#outbox.shown();
        void this.#wake();
        return;
      case 'online':
        this.#connection.nudge();
        void this.#wake();
        return;
      case 'offline':
        // The browser may be wrong (a server on this very machine): ask.
        this.#probe();
        return;
      case 'away':
        this.#outbox.away();
        return;
      case 'hidden':
        return;
    }
  }

  // What came.

  #take(payload: unknown): void {
    if (!isSlate(payload)) return;
    const { heard } = payload;
    const slate = heard ? { ...payload, heard: this.#asGiven(heard) } : payload;
    if (!this.#list.take(slate)) return;
    this.#paint.arrived(slate, this.#now());
    this.#degraded = slate.degraded;
    this.#teaching = slate.teaching;
    this.#resync.slate(slate.covers);
    this.#unheard.slate(slate.covers);
    this.#changed();
  }

  /** Gestures under the names that this page was given for them. */
  #asGiven({ sum, ...heard }: Heard): Heard {
    const { aliases } = this.#outbox;
    const named = { ...heard, event: aliases.givenOf(heard.event) };
    return sum ? { ...named, sum: { ...sum, events: sum.events.map((event) => aliases.givenOf(event)) } } : named;
  }

  /** An undo finds what it takes back by the name that this page knows. */
  #laid(pending: Pending): Pending {
    const { act } = pending;
    return act.type === 'undo' ? { ...pending, act: { ...act, event: this.#outbox.aliases.givenOf(act.event) } } : pending;
  }

  #status(payload: unknown): void {
    if (!isStatus(payload)) return;
    this.#degraded = payload.degraded;
    this.#teaching = payload.teaching;
    this.#changed();
  }

  #answered({ given, event, act, answer, sentMs, delayed }: Answered): void {
    if (answer.status === 'acked') {
      const painted = this.#paint.sent(event, sentMs, delayed);
      if (painted) this.painted(painted);
      this.#list.acked(given, answer.position);
      this.#unheard.acked(given, answer.position);
      if (!SILENT.has(act.type)) this.#resync.acked(answer.position);
    } else {
      const { code, message, field } = answer;
      this.#refused = [...this.#refused, { event: given, act, code, message, ...(field === undefined ? {} : { field }) }].slice(
        -MOST_REFUSED,
      );
      this.#refusedCount += 1;
      this.#list.drop(new Set([given]));
      this.#unheard.drop(new Set([given]));
    }
    this.#changed();
  }

  // The state.

  #changed(): void {
    this.#state = this.#build();
    for (const listener of [...this.#listeners]) {
      try {
        listener(this.#state);
      } catch (error) {
        // One page's mistake must not keep the others, or the outbox, from going on; it still shows in the console.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #build(): SegueState {
    return {
      connection: this.#connectionState(),
      waiting: this.#outbox.waiting,
      slate: this.#list.slate,
      unheard: this.#unheard.events,
      refused: this.#refused,
      refusedCount: this.#refusedCount,
      dropped: this.#outbox.dropped,
      clock: this.#clock.offset,
      degraded: this.#outbox.inMemory ? [...this.#degraded, 'outbox'] : this.#degraded,
      teaching: this.#teaching,
    };
  }

  #connectionState(): SegueState['connection'] {
    if (!this.#connection.up) return this.#everFailed ? 'offline' : 'connecting';
    return this.#synced && this.#clock.known && !this.#outbox.behind ? 'live' : 'catching-up';
  }
}
