import type { Act, EventId, OutboxId } from '@segue/core/events';
import { Aliases } from './aliases.ts';
import { type Leadership, seekLeadership } from './leadership.ts';
import { Numbers } from './numbers.ts';
import { type Dropped, type Entry, eventIdOf } from './outbox/disk.ts';
import { openIndexedDbDisk } from './outbox/indexeddb-disk.ts';
import { createMemoryDisk } from './outbox/memory-disk.ts';
import { BLOCK, type Draft, type Mark, type Placed, type Renamed } from './outbox/outbox.ts';
import type { Pending } from './overlay.ts';
import { ANSWER_MS, type Answered, Sender, type SenderOptions } from './sender.ts';
import type { Channel, Surroundings } from './surroundings.ts';
import { sealed, type TabMessage, unsealed } from './tab-messages.ts';
import { Writer } from './writer.ts';

export interface SharedOutboxOptions {
  /** Names the database, the lock and the channel that the tabs share. */
  readonly name: string;
  readonly storage: 'indexeddb' | 'memory';
  readonly around: Surroundings;
  readonly now: () => number;
  readonly random: () => number;
  /** Server's clock less this one, ms. */
  offsetMs(): number;
  ask: SenderOptions['ask'];
  /** What waited when this page was opened. */
  onEarlier(pending: readonly Pending[]): void;
  /** Another tab's gesture. */
  onPending(pending: Pending): void;
  /** Any tab's gesture was answered for good. */
  onAnswered(answered: Answered): void;
  /** The outbox was full, or their answers were missed: nothing is heard of them any more. */
  onDropped(events: ReadonlySet<EventId>): void;
  /** The link may be dead: find out. */
  onDoubt(): void;
  onDead(): void;
  onSessionInvalid(): void;
  onChange(): void;
}

export interface Made {
  readonly act: Act;
  readonly atMs: number;
  readonly shown: Draft['shown'];
  readonly trace: string | null;
}

const NOTHING_DROPPED: Dropped = { impression: 0, seek: 0, other: 0 };

/** One tab's end of the outbox that all tabs of a browser share: it stores, and sends if this is the tab that sends. */
export class SharedOutbox {
  readonly #options: SharedOutboxOptions;
  readonly #sender: Sender;
  readonly #numbers = new Numbers();
  readonly #aliases = new Aliases();
  readonly #provisional = newId() as OutboxId;
  #provisionals = 0;
  #writer: Writer | null = null;
  #channel: Channel | null = null;
  #leadership: Leadership | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  /** Gestures of all tabs that share this outbox, as far as their answers have not been heard. */
  readonly #unanswered = new Set<EventId>();
  #missed: ReturnType<typeof setTimeout> | undefined;
  #mark: Mark | null = null;
  /** Gestures that waited when the link came up and are not answered yet. */
  #backlog = 0;
  #upSinceMs = 0;
  #turnedAway = 0;
  #inMemory = false;
  #leads = false;
  /** The link is up and the clock known. */
  #ready = false;
  #reserving = false;
  #closed = false;

  constructor(options: SharedOutboxOptions) {
    this.#options = options;
    this.#sender = new Sender({
      take: async (limit, skip, returned) => {
        const taken = await this.#disk().run((outbox) => outbox.take(limit, skip, (atMs) => this.#occurredAt(atMs), returned));
        this.#marked(taken.mark);
        return taken.entries;
      },
      settle: (entries, acked) => this.#disk().settle(entries, acked),
      rotate: (unknown, returned) => this.#rotate(unknown, returned),
      ask: options.ask,
      onAnswered: (answered) => this.#tellAll(answered),
      onDead: options.onDead,
      onSessionInvalid: options.onSessionInvalid,
      now: options.now,
      random: options.random,
    });
  }

  get aliases(): Pick<Aliases, 'eventOf' | 'givenOf'> {
    return this.#aliases;
  }

  /** Gestures of all tabs that are not answered. */
  get waiting(): number {
    // A busy disk lets go of what was answered seconds later: that waits for nobody any more.
    return Math.max(0, (this.#mark?.held ?? 0) + (this.#writer?.unstored ?? 0) - (this.#writer?.unsettled ?? 0));
  }

  /** Whether what waited when the link came up is still being sent. */
  get behind(): boolean {
    return this.#backlog > 0;
  }

  get dropped(): Dropped {
    const dropped = this.#mark?.dropped ?? NOTHING_DROPPED;
    return this.#turnedAway === 0 ? dropped : { ...dropped, other: dropped.other + this.#turnedAway };
  }

  /** The browser would keep nothing. */
  get inMemory(): boolean {
    return this.#inMemory;
  }

  open(): void {
    this.#disk();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#silence);
    clearTimeout(this.#missed);
    this.#sender.stop();
    await this.#writer?.close();
    this.#leadership?.release();
    this.#channel?.close();
    this.#channel = null;
  }

  /** Numbers and stores a gesture, and sends it if it may go first; `kept` is false where too many wait for the disk already. */
  add({ act, atMs, shown, trace }: Made): { readonly given: EventId; readonly kept: boolean } {
    const writer = this.#disk();
    // Behind a gesture that waits for its number this one waits too: within a tab the log keeps the listener's order.
    const reserved = writer.unnumbered === 0 ? this.#numbers.next(this.#mark) : null;
    const straight = reserved !== null && writer.unsent === 0 && this.#sender.free;
    const given = reserved ? eventIdOf(reserved) : (`${this.#provisional}:${++this.#provisionals}` as EventId);
    const draft: Draft = {
      given,
      reserved,
      atMs,
      occurredAt: straight ? this.#occurredAt(atMs) : null,
      shown,
      trace,
      act: act.type === 'undo' ? { ...act, event: this.#aliases.eventOf(act.event) } : act,
      sends: straight ? 1 : 0,
    };
    if (!writer.add(draft)) {
      this.#turnedAway += 1;
      return { given, kept: false };
    }
    this.#unanswered.add(given);
    // Sent and stored side by side: the number was set aside for good, so a crash in between leaves a gap at worst.
    if (straight)
      this.#sender.sendNow({
        ...draft,
        gen: reserved.gen,
        number: reserved.number,
        outbox: reserved.outbox,
        renames: 0,
        lane: 'keep',
      });
    this.#keepNumbers();
    return { given, kept: true };
  }

  /** All tabs obey it at once. */
  share(pending: Pending): void {
    this.#post({ kind: 'gesture', pending, alone: this.#writer?.kind === 'memory' });
  }

  up(): void {
    this.#upSinceMs = this.#options.now();
    this.#backlog = this.waiting;
  }

  /** The link is up and the clock known: the time of a gesture is fixed when it is first sent. */
  ready(): void {
    this.#ready = true;
    this.#maySend();
    this.#wakeIfWaiting();
  }

  down(): void {
    this.#ready = false;
    this.#sender.stop();
  }

  /** A hidden tab is slowed down by the browser; the one that is looked at should be the one that sends. */
  shown(): void {
    if (!this.#leads) this.#post({ kind: 'yield' });
    else this.#maySend();
    // What other tabs told while this one slept may be lost.
    const looked = this.#disk().run((outbox) => outbox.look());
    looked
      .then(({ mark }) => this.#marked(mark))
      .catch(() => undefined)
      .then(() => this.#wakeIfWaiting());
  }

  /** A page in the back-forward cache is frozen with its lock: another tab must be able to go on. */
  away(): void {
    this.#sender.stop();
    this.#leadership?.handOver();
  }

  #disk(): Writer {
    if (this.#writer) return this.#writer;
    const { name, storage, around } = this.#options;
    const writer = new Writer({
      openDisk: () => (storage === 'memory' ? Promise.resolve(createMemoryDisk()) : openIndexedDbDisk(name)),
      newId,
      eventOf: (given) => this.#aliases.eventOf(given),
      onPlaced: (placed, unsent) => this.#placed(placed, unsent),
      onMark: (mark) => this.#marked(mark),
      onMemory: () => this.#lostDisk(),
    });
    this.#writer = writer;
    this.#channel = around.openChannel(name);
    this.#channel?.onMessage((message) => this.#heard(unsealed(message)));
    void writer.opened.then(() => this.#opened(writer));
    return writer;
  }

  async #opened(writer: Writer): Promise<void> {
    if (this.#closed) return;
    if (writer.kind === 'memory') this.#lead(true);
    else {
      this.#leadership = seekLeadership({
        name: `${this.#options.name}:sender`,
        locks: this.#options.around.locks,
        lease: (forMs) => writer.run((outbox) => outbox.lease(this.#provisional, Date.now(), forMs)),
        onChange: (leads) => this.#lead(leads),
      });
    }
    const held = await writer.run((outbox) => outbox.held()).catch(() => null);
    if (!held) return;
    for (const entry of held.entries) if (eventIdOf(entry) !== entry.given) this.#aliases.add(entry.given, eventIdOf(entry));
    // What waited from an earlier visit or another tab is obeyed here too, before what was done here since.
    for (const { given } of held.entries) this.#unanswered.add(given);
    this.#options.onEarlier(held.entries.map((entry) => ({ event: entry.given, act: entry.act })));
    this.#backlog = held.entries.filter((entry) => entry.atMs < this.#upSinceMs).length;
    this.#marked(held.mark);
    this.#wakeIfWaiting();
  }

  #lostDisk(): void {
    // Numbers, marks and the other tabs belong to the disk that is gone.
    this.#inMemory = true;
    this.#mark = null;
    this.#numbers.discard();
    this.#leadership?.release();
    this.#leadership = null;
    // Though it led before: where memory stands has to be read, and what it took over has to be sent.
    this.#leads = false;
    this.#lead(true);
    this.#sender.wake();
    this.#options.onChange();
  }

  #lead(leads: boolean): void {
    const next = leads || this.#inMemory || this.#options.storage === 'memory';
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
    if (this.#leads && this.#ready && !this.#closed) this.#sender.start();
  }

  #placed(placed: readonly Placed[], unsent: boolean): void {
    const dropped: EventId[] = [];
    const renamed: Renamed[] = [];
    for (const { given, event } of placed) {
      if (event === null) dropped.push(given);
      else if (event !== given) renamed.push({ given, event });
    }
    if (renamed.length > 0) {
      this.#renamed(renamed);
      this.#numbers.discard();
    }
    if (dropped.length > 0) {
      this.#dropped(dropped);
      this.#post({ kind: 'dropped', events: dropped });
    }
    if (unsent && this.#leads) this.#sender.wake();
    else if (unsent && this.#writer?.kind === 'indexeddb') this.#wakeLeader();
    this.#lookForMissed();
    this.#options.onChange();
  }

  #marked(mark: Mark): void {
    if (this.#mark && mark.version <= this.#mark.version) return;
    const before = this.#mark;
    this.#mark = mark;
    this.#backlog = Math.min(this.#backlog, this.waiting);
    this.#post({ kind: 'mark', mark });
    this.#lookForMissed();
    this.#keepNumbers();
    if (!before || before.held !== mark.held || before.dropped !== mark.dropped) this.#options.onChange();
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
    this.#renamed(renamed);
    this.#numbers.discard();
    this.#marked(mark);
    for (const entry of lost) {
      const message = 'The server no longer knows this outbox, and cannot tell whether it has this gesture already.';
      const answered: Answered = {
        given: entry.given,
        event: eventIdOf(entry),
        act: entry.act,
        answer: { status: 'refused', code: 'outbox_unknown', message },
        sentMs: this.#options.now(),
        delayed: true,
      };
      this.#tellAll(answered);
    }
  }

  /** The other tabs may take it back too. */
  #renamed(renamed: readonly Renamed[]): void {
    for (const { given, event } of renamed) this.#aliases.add(given, event);
    this.#post({ kind: 'renamed', renamed });
  }

  /** A tab that the browser froze keeps its place, and what waits has to be sent. */
  #wakeIfWaiting(): void {
    if (!this.#leads && this.#ready && this.waiting > 0 && this.#writer?.kind === 'indexeddb') this.#wakeLeader();
  }

  /** A page that slept misses answers: what is unanswered long after the outbox is empty has had its own. */
  #lookForMissed(): void {
    const isEmpty = this.#mark?.held === 0 && this.#writer?.unstored === 0 && this.#writer.kind === 'indexeddb';
    if (!isEmpty) {
      clearTimeout(this.#missed);
      this.#missed = undefined;
      return;
    }
    if (this.#missed || this.#unanswered.size === 0) return;
    const unanswered = [...this.#unanswered];
    // Another tab's may be told of before it is stored.
    this.#missed = setTimeout(() => {
      this.#missed = undefined;
      this.#dropped(unanswered.filter((event) => this.#unanswered.has(event)));
    }, ANSWER_MS);
  }

  #dropped(events: readonly EventId[]): void {
    for (const event of events) this.#unanswered.delete(event);
    this.#options.onDropped(new Set(events));
    this.#options.onChange();
  }

  #wakeLeader(): void {
    this.#post({ kind: 'wake' });
    // This tab's own link may be as dead as the sender's; it has to know as soon.
    this.#options.onDoubt();
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#leadership?.steal(), ANSWER_MS);
  }

  #post(message: TabMessage): void {
    const shared = ['gesture', 'answered', 'dropped'].includes(message.kind) || this.#writer?.kind === 'indexeddb';
    if (shared && !this.#closed) this.#channel?.post(sealed(message));
  }

  #heard(message: TabMessage | null): void {
    if (!message || this.#closed) return;
    const shares = this.#writer?.kind !== 'memory';
    switch (message.kind) {
      case 'gesture':
        if (!message.alone) this.#unanswered.add(message.pending.event);
        this.#options.onPending(message.pending);
        return;
      case 'answered':
        clearTimeout(this.#silence);
        this.#answered(message.answered);
        return;
      case 'dropped':
        this.#dropped(message.events);
        return;
      case 'mark':
        if (!shares || (this.#mark && message.mark.version <= this.#mark.version)) return;
        this.#mark = message.mark;
        this.#backlog = Math.min(this.#backlog, this.waiting);
        this.#lookForMissed();
        this.#keepNumbers();
        this.#options.onChange();
        return;
      case 'renamed':
        for (const { given, event } of message.renamed) this.#aliases.add(given, event);
        return;
      case 'wake':
        if (!this.#leads || !shares) return;
        // A tab whose own link is down would keep what the other tab, which may be live, could send.
        if (!this.#ready) {
          this.#leadership?.handOver();
          return;
        }
        this.#post({ kind: 'here' });
        this.#sender.wake();
        return;
      case 'here':
        clearTimeout(this.#silence);
        return;
      case 'yield':
        if (!this.#leads || !shares || this.#options.around.visible()) return;
        void this.#sender.pause().then(() => this.#leadership?.handOver());
    }
  }

  #tellAll(answered: Answered): void {
    this.#answered(answered);
    this.#post({ kind: 'answered', answered });
  }

  #answered(answered: Answered): void {
    this.#unanswered.delete(answered.given);
    this.#backlog = Math.max(0, this.#backlog - 1);
    this.#options.onAnswered(answered);
  }

  #occurredAt(atMs: number): string {
    return new Date(atMs + this.#options.offsetMs()).toISOString();
  }
}

/** 128 random bits; `crypto.randomUUID` is missing on pages that are not secure. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
