import type { Act, EventId, Gesture, OutboxId, Slate, TrackCard } from '@segue/core/events';
import { bestOffset, type ClockOffset, createNow, PINGS, type Ping } from './clock.ts';
import { Connection } from './connection.ts';
import { type Leadership, seekLeadership } from './leadership.ts';
import { NoAnswer, type OpenLink, openSocketLink } from './link.ts';
import { Numbers } from './numbers.ts';
import { type Dropped, type Entry, eventIdOf } from './outbox/disk.ts';
import { openIndexedDbDisk } from './outbox/indexeddb-disk.ts';
import { createMemoryDisk } from './outbox/memory-disk.ts';
import { BLOCK, type Draft, type Mark, type Placed, type Renamed } from './outbox/outbox.ts';
import { applyPending, type Pending, stillPending } from './overlay.ts';
import { type PaintMeasure, PaintTimes } from './paint.ts';
import { Resync } from './resync.ts';
import { ANSWER_MS, type Answered, Sender } from './sender.ts';
import { createRenewSession } from './session.ts';
import type { Refused, SegueState } from './state.ts';
import { browserSurroundings, type Change, type Channel, type Surroundings } from './surroundings.ts';
import { sealed, type TabMessage, unsealed } from './tab-messages.ts';
import { compareRevisions, isSlate, isStatus, SILENT, serverMsOf } from './wire.ts';
import { Writer } from './writer.ts';

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

const UNMEASURED: ClockOffset = { offsetMs: 0, errorMs: Number.POSITIVE_INFINITY };
const NOTHING_DROPPED: Dropped = { impression: 0, seek: 0, other: 0 };
const MOST_REFUSED = 100;
/** Acts laid over the slate at most: as many as the outbox holds, and some that are acked and not yet covered. */
const MOST_PENDING = 5_500;
const MOST_ALIASES = 1_000;

/** Connects a page to Segue: gestures in, slates out. Nothing happens before `connect`, so it may be made on a server. */
export function createSegue(options: SegueOptions = {}): Segue {
  return new Client(options);
}

class Client implements Segue {
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #around: Surroundings;
  readonly #name: string;
  readonly #storage: 'indexeddb' | 'memory';
  readonly #connection: Connection;
  readonly #sender: Sender;
  readonly #resync: Resync;
  readonly #numbers = new Numbers();
  readonly #paint = new PaintTimes();
  readonly #listeners = new Set<(state: SegueState) => void>();
  readonly #provisional = newId() as OutboxId;
  #provisionals = 0;
  /** From the id that was given to the id that is sent, where they differ; and back. */
  readonly #aliases = new Map<EventId, EventId>();
  readonly #givens = new Map<EventId, EventId>();

  #writer: Writer | null = null;
  #channel: Channel | null = null;
  #leadership: Leadership | null = null;
  #unlisten: (() => void) | null = null;
  #closed = false;
  #inMemory = false;
  #leads = false;
  #reserving = false;
  #silence: ReturnType<typeof setTimeout> | undefined;

  #mark: Mark | null = null;
  #base: Slate | null = null;
  #pending: readonly Pending[] = [];
  #refused: readonly Refused[] = [];
  #refusedCount = 0;
  #turnedAway = 0;
  #clock: ClockOffset = UNMEASURED;
  #clockKnown = false;
  #synced = false;
  /** Gestures that waited when the link came up and are not answered yet. */
  #backlog = 0;
  #upSinceMs = 0;
  #everFailed = false;
  #degraded: readonly string[] = [];
  #teaching: number | null = null;
  #state: SegueState;
  #shown: { readonly base: Slate | null; readonly pending: readonly Pending[]; readonly slate: Slate | null } = {
    base: null,
    pending: [],
    slate: null,
  };

  constructor(options: SegueOptions) {
    this.#now = options.now ?? createNow();
    this.#random = options.random ?? Math.random;
    this.#around = options.surroundings ?? browserSurroundings();
    this.#storage = options.storage ?? 'indexeddb';
    const url = options.url ?? (typeof location === 'undefined' ? '' : location.origin);
    this.#name = `segue:${options.outbox ?? url}`;
    this.#connection = new Connection({
      url,
      openLink: options.openLink ?? openSocketLink,
      random: this.#random,
      token: options.token ?? null,
      renewSession: createRenewSession({ url, fetch: this.#around.fetch, locks: this.#around.locks }),
      onUp: () => this.#up(),
      onDown: () => this.#down(),
      onWaiting: () => {
        this.#everFailed = true;
        this.#changed();
      },
      onMessage: (name, payload) => (name === 'slate' ? this.#take(payload) : this.#status(payload)),
    });
    this.#sender = new Sender({
      take: async (limit, skip, returned) => {
        const taken = await this.#disk().run((outbox) => outbox.take(limit, skip, (atMs) => this.#occurredAt(atMs), returned));
        this.#marked(taken.mark);
        return taken.entries;
      },
      settle: (entries, acked) => this.#disk().settle(entries, acked),
      rotate: (unknown, returned) => this.#rotate(unknown, returned),
      ask: (name, payload, withinMs) => this.#connection.ask(name, payload, withinMs),
      onAnswered: (answered) => {
        this.#answered(answered);
        this.#post({ kind: 'answered', answered });
      },
      onDead: () => this.#connection.drop(),
      onSessionInvalid: () => this.#connection.renew(),
      now: this.#now,
      random: this.#random,
    });
    this.#resync = new Resync({
      ask: (name, payload, withinMs) => this.#connection.ask(name, payload, withinMs),
      onSlate: (slate) => this.#take(slate),
      onSynced: () => {
        this.#synced = true;
        this.#changed();
      },
      visible: () => this.#around.visible(),
      random: this.#random,
    });
    this.#state = this.#build();
  }

  connect(): void {
    if (this.#unlisten || this.#closed) return;
    this.#unlisten = this.#around.onChange((change) => this.#surrounded(change));
    this.#disk();
    this.#connection.start();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#unlisten?.();
    clearTimeout(this.#silence);
    this.#sender.stop();
    this.#resync.down();
    this.#connection.stop();
    await this.#writer?.close();
    this.#leadership?.release();
    this.#channel?.close();
    this.#channel = null;
    this.#listeners.clear();
  }

  gesture(act: Act, { shown, at, card, trace }: GestureDetails = {}): { readonly event: EventId } {
    const writer = this.#disk();
    const atMs = at ?? this.#now();
    // Behind a gesture that waits for its number this one waits too: within a tab the log keeps the listener's order.
    const reserved = writer.unnumbered === 0 ? this.#numbers.next(this.#mark) : null;
    const straight = reserved !== null && writer.unsent === 0 && this.#sender.free;
    const given = reserved ? eventIdOf(reserved) : (`${this.#provisional}:${++this.#provisionals}` as EventId);
    const draft: Draft = {
      given,
      reserved,
      atMs,
      occurredAt: straight ? this.#occurredAt(atMs) : null,
      shown: shown ?? null,
      trace: trace ?? null,
      act: act.type === 'undo' ? { ...act, event: this.#aliases.get(act.event) ?? act.event } : act,
      sends: straight ? 1 : 0,
    };
    if (!writer.add(draft)) {
      this.#turnedAway += 1;
      this.#changed();
      return { event: given };
    }
    // Sent and stored side by side: the number was set aside for good, so a crash in between leaves a gap at worst.
    if (straight)
      this.#sender.sendNow({ ...draft, gen: reserved.gen, number: reserved.number, outbox: reserved.outbox, renames: 0, lane: 'keep' });
    this.#keepNumbers();
    const pending: Pending = { event: given, act, ...(card ? { card } : {}) };
    this.#lay(pending);
    if (hasEffect(act)) this.#post({ kind: 'gesture', pending });
    this.#changed();
    return { event: given };
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
    return applyPending(slate, this.#pending);
  }

  painted(measure: PaintMeasure): void {
    const report = this.#paint.report(measure, this.#aliases.get(measure.event) ?? measure.event, this.#clock, this.#now());
    // A measurement that is lost is lost: it must never cost a gesture its place.
    if (report) this.#connection.ask('painted', report, ANSWER_MS).catch(() => undefined);
  }

  setInitialSlate(slate: Slate): void {
    this.#take(slate);
  }

  serverNow(): number {
    return this.#now() + this.#clock.offsetMs;
  }

  // The outbox and the tabs that share it.

  #disk(): Writer {
    if (this.#writer) return this.#writer;
    const writer = new Writer({
      openDisk: () => (this.#storage === 'memory' ? Promise.resolve(createMemoryDisk()) : openIndexedDbDisk(this.#name)),
      newId,
      onPlaced: (placed, unsent) => this.#placed(placed, unsent),
      onMark: (mark) => this.#marked(mark),
      onMemory: () => this.#lostDisk(),
    });
    this.#writer = writer;
    this.#channel = this.#around.openChannel(this.#name);
    this.#channel?.onMessage((message) => this.#heard(unsealed(message)));
    void writer.opened.then(() => this.#opened(writer));
    return writer;
  }

  async #opened(writer: Writer): Promise<void> {
    if (this.#closed) return;
    if (writer.kind === 'memory') this.#lead(true);
    else {
      this.#leadership = seekLeadership({
        name: `${this.#name}:sender`,
        locks: this.#around.locks,
        lease: (forMs) => writer.run((outbox) => outbox.lease(this.#provisional, Date.now(), forMs)),
        onChange: (leads) => this.#lead(leads),
      });
    }
    const held = await writer.run((outbox) => outbox.held()).catch(() => null);
    if (!held) return;
    // What waited from an earlier visit or another tab is obeyed here too, before what was done here since.
    const known = new Set(this.#pending.map((one) => one.event));
    const earlier = held.entries.filter((entry) => hasEffect(entry.act) && !known.has(entry.given));
    this.#pending = [...earlier.map((entry) => ({ event: entry.given, act: entry.act })), ...this.#pending].slice(-MOST_PENDING);
    this.#backlog = held.entries.filter((entry) => entry.atMs < this.#upSinceMs).length;
    this.#marked(held.mark);
  }

  #lostDisk(): void {
    // Numbers, marks and the other tabs belong to the disk that is gone.
    this.#inMemory = true;
    this.#mark = null;
    this.#numbers.discard();
    this.#leadership?.release();
    this.#leadership = null;
    this.#lead(true);
    this.#changed();
  }

  #lead(leads: boolean): void {
    const next = leads || this.#inMemory || this.#storage === 'memory';
    if (next === this.#leads || this.#closed) return;
    this.#leads = next;
    if (!next) this.#sender.stop();
    // A read of the outbox first: this tab must know every number that the one before it may have sent.
    else
      void this.#disk()
        .run((outbox) => outbox.look())
        .then(({ mark }) => this.#marked(mark))
        .catch(() => undefined)
        .then(() => this.#maySend());
  }

  #maySend(): void {
    // The clock first: the time of a gesture is fixed when it is first sent.
    if (this.#leads && this.#connection.up && this.#clockKnown && !this.#closed) this.#sender.start();
  }

  #placed(placed: readonly Placed[], unsent: boolean): void {
    const dropped = new Set<EventId>();
    for (const { given, event } of placed) {
      if (event === null) dropped.add(given);
      else if (event !== given) {
        this.#alias({ given, event });
        this.#numbers.discard();
      }
    }
    if (dropped.size > 0) this.#pending = this.#pending.filter((one) => !dropped.has(one.event));
    if (unsent && this.#leads) this.#sender.wake();
    else if (unsent && this.#writer?.kind === 'indexeddb') this.#wakeLeader();
    this.#changed();
  }

  #marked(mark: Mark): void {
    if (this.#mark && mark.version <= this.#mark.version) return;
    const before = this.#mark;
    this.#mark = mark;
    this.#backlog = Math.min(this.#backlog, this.#waiting());
    this.#post({ kind: 'mark', mark });
    this.#keepNumbers();
    if (!before || before.held !== mark.held || before.dropped !== mark.dropped) this.#changed();
  }

  #keepNumbers(): void {
    if (this.#reserving || !this.#numbers.low || !this.#mark?.begun || this.#closed) return;
    this.#reserving = true;
    const asked = this.#disk().run((outbox) => outbox.reserve(BLOCK));
    asked
      .then(({ numbers, mark }) => {
        this.#numbers.put(numbers);
        this.#marked(mark);
      })
      .catch(() => undefined)
      .finally(() => {
        this.#reserving = false;
      });
  }

  async #rotate(unknown: readonly Entry[], returned: ReadonlySet<string>): Promise<void> {
    const { renamed, lost, mark } = await this.#disk().run((outbox) => outbox.rotate(unknown, returned));
    for (const one of renamed) this.#alias(one);
    this.#post({ kind: 'renamed', renamed });
    this.#numbers.discard();
    this.#marked(mark);
    for (const entry of lost) {
      const message = 'The server no longer knows this outbox, and cannot tell whether it has this gesture already.';
      const answered: Answered = {
        given: entry.given,
        event: eventIdOf(entry),
        act: entry.act,
        answer: { status: 'refused', code: 'outbox_unknown', message },
        sentMs: this.#now(),
        delayed: true,
      };
      this.#answered(answered);
      this.#post({ kind: 'answered', answered });
    }
  }

  #alias({ given, event }: Renamed): void {
    const before = this.#aliases.get(given);
    if (before) this.#givens.delete(before);
    this.#aliases.set(given, event);
    this.#givens.set(event, given);
    if (this.#aliases.size <= MOST_ALIASES) return;
    for (const [oldest, name] of this.#aliases) {
      this.#aliases.delete(oldest);
      this.#givens.delete(name);
      return;
    }
  }

  #wakeLeader(): void {
    this.#post({ kind: 'wake' });
    // This tab's own link may be as dead as the sender's; it has to know as soon.
    void this.#probe();
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#leadership?.steal(), ANSWER_MS);
  }

  #post(message: TabMessage): void {
    const shared = message.kind === 'gesture' || message.kind === 'answered' || this.#writer?.kind === 'indexeddb';
    if (shared && !this.#closed) this.#channel?.post(sealed(message));
  }

  #heard(message: TabMessage | null): void {
    if (!message || this.#closed) return;
    const shares = this.#writer?.kind !== 'memory';
    switch (message.kind) {
      case 'gesture':
        this.#lay(message.pending);
        this.#changed();
        return;
      case 'answered':
        clearTimeout(this.#silence);
        this.#answered(message.answered);
        return;
      case 'mark':
        if (!shares || (this.#mark && message.mark.version <= this.#mark.version)) return;
        this.#mark = message.mark;
        this.#backlog = Math.min(this.#backlog, this.#waiting());
        this.#keepNumbers();
        this.#changed();
        return;
      case 'renamed':
        for (const one of message.renamed) this.#alias(one);
        return;
      case 'wake':
        if (!this.#leads || !shares) return;
        this.#post({ kind: 'here' });
        this.#sender.wake();
        return;
      case 'here':
        clearTimeout(this.#silence);
        return;
      case 'yield':
        if (!this.#leads || !shares || this.#around.visible()) return;
        void this.#sender.pause().then(() => this.#leadership?.handOver());
    }
  }

  // The connection.

  #up(): void {
    this.#clockKnown = false;
    this.#synced = false;
    this.#upSinceMs = this.#now();
    this.#backlog = this.#waiting();
    void this.#measureClock();
    this.#resync.up();
    this.#changed();
  }

  #down(): void {
    this.#sender.stop();
    this.#resync.down();
    this.#changed();
  }

  async #measureClock(): Promise<void> {
    const pings: Ping[] = [];
    for (let i = 0; i < PINGS; i++) {
      const ping = await this.#ping();
      if (ping === 'ended') return;
      if (ping) pings.push(ping);
      const best = bestOffset(pings);
      if (!best) continue;
      this.#clock = best;
      if (this.#clockKnown) continue;
      this.#clockKnown = true;
      this.#maySend();
      this.#changed();
    }
    this.#changed();
  }

  async #ping(): Promise<Ping | 'ended' | null> {
    const sentMs = this.#now();
    try {
      const serverMs = serverMsOf(await this.#connection.ask('ping', {}, ANSWER_MS));
      return serverMs === null ? null : { sentMs, serverMs, receivedMs: this.#now() };
    } catch (error) {
      if (error instanceof NoAnswer && error.why === 'silence') this.#connection.drop();
      return 'ended';
    }
  }

  async #probe(): Promise<void> {
    if (this.#connection.up) await this.#ping();
  }

  #surrounded(change: Change): void {
    switch (change) {
      case 'shown':
      case 'back':
        this.#connection.nudge();
        this.#resync.shown();
        // A hidden tab is slowed down by the browser; the one that is looked at should be the one that sends.
        if (!this.#leads) this.#post({ kind: 'yield' });
        if (change === 'back' && this.#leads) this.#maySend();
        void this.#probe();
        return;
      case 'online':
        this.#connection.nudge();
        void this.#probe();
        return;
      case 'offline':
        // The browser may be wrong (a server on this very machine): ask.
        void this.#probe();
        return;
      case 'away':
        // A page in the back-forward cache is frozen with its lock: another tab must be able to go on.
        this.#sender.stop();
        this.#leadership?.handOver();
        return;
      case 'hidden':
        return;
    }
  }

  // What came.

  #take(payload: unknown): void {
    if (!isSlate(payload)) return;
    const arrivedMs = this.#now();
    // A fetched slate and a pushed one can cross: only a newer one replaces what is shown (L4).
    if (this.#base && compareRevisions(payload.revision, this.#base.revision) <= 0) return;
    this.#paint.arrived(payload, arrivedMs);
    const given = payload.heard && this.#givens.get(payload.heard.event);
    this.#base = given && payload.heard ? { ...payload, heard: { ...payload.heard, event: given } } : payload;
    this.#pending = stillPending(this.#pending, payload.covers);
    this.#degraded = payload.degraded;
    this.#teaching = payload.teaching;
    this.#resync.slate(payload.covers);
    this.#changed();
  }

  #status(payload: unknown): void {
    if (!isStatus(payload)) return;
    this.#degraded = payload.degraded;
    this.#teaching = payload.teaching;
    this.#changed();
  }

  #answered({ given, event, act, answer, sentMs, delayed }: Answered): void {
    this.#backlog = Math.max(0, this.#backlog - 1);
    if (answer.status === 'acked') {
      this.#paint.sent(event, sentMs, delayed);
      const { position } = answer;
      this.#pending = stillPending(
        this.#pending.map((one) => (one.event === given ? { ...one, position } : one)),
        this.#base?.covers ?? null,
      );
      if (!SILENT.has(act.type)) this.#resync.acked(position);
    } else {
      const refusal: Refused = {
        event: given,
        act,
        code: answer.code,
        message: answer.message,
        ...(answer.field === undefined ? {} : { field: answer.field }),
      };
      this.#refused = [...this.#refused, refusal].slice(-MOST_REFUSED);
      this.#refusedCount += 1;
      this.#pending = this.#pending.filter((one) => one.event !== given);
    }
    this.#changed();
  }

  #lay(pending: Pending): void {
    if (!hasEffect(pending.act) || this.#pending.some((one) => one.event === pending.event)) return;
    this.#pending = [...this.#pending, pending].slice(-MOST_PENDING);
  }

  #occurredAt(atMs: number): string {
    return new Date(atMs + this.#clock.offsetMs).toISOString();
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
    const dropped = this.#mark?.dropped ?? NOTHING_DROPPED;
    if (this.#shown.base !== this.#base || this.#shown.pending !== this.#pending)
      this.#shown = { base: this.#base, pending: this.#pending, slate: this.#base && applyPending(this.#base, this.#pending) };
    return {
      connection: this.#connectionState(),
      waiting: this.#waiting(),
      slate: this.#shown.slate,
      refused: this.#refused,
      refusedCount: this.#refusedCount,
      dropped: this.#turnedAway === 0 ? dropped : { ...dropped, other: dropped.other + this.#turnedAway },
      clock: this.#clock,
      degraded: this.#inMemory ? [...this.#degraded, 'outbox'] : this.#degraded,
      teaching: this.#teaching,
    };
  }

  #waiting(): number {
    return (this.#mark?.held ?? 0) + (this.#writer?.unstored ?? 0);
  }

  #connectionState(): SegueState['connection'] {
    if (!this.#connection.up) return this.#everFailed ? 'offline' : 'connecting';
    return this.#synced && this.#clockKnown && this.#backlog === 0 ? 'live' : 'catching-up';
  }
}

/** Whether the act shows in a slate before the server has answered. */
const hasEffect = (act: Act): boolean => !SILENT.has(act.type) && act.type !== 'click' && act.type !== 'more' && act.type !== 'profile';

/** 128 random bits; `crypto.randomUUID` is missing on pages that are not secure. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
