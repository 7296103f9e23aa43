import type { Answer, EventId, Gesture } from '@segue/core/events';
import { NoAnswer } from './link.ts';
import { type Entry, eventIdOf, keyText } from './outbox/disk.ts';
import { isAnswer, MAX_UNACKED } from './wire.ts';

/** What became of one sending. */
export interface Answered {
  readonly given: EventId;
  readonly event: EventId;
  readonly act: Entry['act'];
  readonly answer: Extract<Answer, { status: 'acked' | 'refused' }>;
  /** This machine's clock when it was sent. */
  readonly sentMs: number;
  /** Held back or sent again: its times say nothing about the path. */
  readonly delayed: boolean;
}

export interface SenderOptions {
  /** The next entries, counted as sent, save those whose last sending was turned back. */
  take(limit: number, skip: ReadonlySet<string>, returned: ReadonlySet<string>): Promise<readonly Entry[]>;
  /** Resolves once the entries are gone from the outbox. */
  settle(entries: readonly Entry[], acked: boolean): Promise<void>;
  /** Moves on to a new outbox; resolves once that stands. */
  rotate(unknown: readonly Entry[], returned: ReadonlySet<string>): Promise<void>;
  ask(name: 'gesture' | 'ping', payload: Gesture | Record<string, never>, withinMs: number): Promise<unknown>;
  onAnswered(answered: Answered): void;
  onDead(): void;
  onSessionInvalid(): void;
  readonly now: () => number;
  readonly random: () => number;
}

/** A dead link is known this long after an unanswered gesture. */
export const ANSWER_MS = 3_000;
/** After so long a silence the link is asked whether it lives, and has as long to answer. */
const DOUBT_MS = ANSWER_MS / 2;
/** Longer than a server waits for a log that hangs (6 s) before it turns a gesture back. */
const GESTURE_MS = 8_000;
/** Held back for longer than this, a gesture's times are counted apart. */
const DELAYED_MS = 1_000;
const LONGEST_HOLD_MS = 60_000;

/**
 * Sends what the outbox holds, in the order of its numbers, at most `MAX_UNACKED` at a time. Runs in one tab only.
 *
 * Order: after a `retry` nothing follows until all that was in flight is answered, and then one gesture goes first. How
 * many may fly doubles with each ack, so that a server in trouble sees few gestures pass one that it turned back.
 */
export class Sender {
  readonly #options: SenderOptions;
  #running = false;
  /** +1 with each start and stop: what was asked on an ended link is nobody's any more. */
  #run = 0;
  readonly #inFlight = new Map<string, Entry>();
  readonly #settling = new Set<string>();
  #window = 1;
  #behind = true;
  #more = true;
  #taking = false;
  /** After a `retry`: nothing follows until what was in flight is answered. */
  #draining = false;
  #paused: (() => void) | null = null;
  #held = false;
  #holdTimer: ReturnType<typeof setTimeout> | undefined;
  #doubt: ReturnType<typeof setTimeout> | undefined;
  #unreadable = 0;
  #unknown: Entry[] = [];
  #rotating = false;
  /** Turned back when last sent: the log cannot have them from that sending. */
  readonly #returned = new Set<string>();
  readonly #sessionRefused = new Set<string>();

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#run += 1;
    this.#window = 1;
    this.#draining = false;
    this.#more = true;
    this.#behind = true;
    void this.#pump();
  }

  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#run += 1;
    // Everything in flight is still in the outbox, and goes again with the next start.
    this.#inFlight.clear();
    this.#doubtLater();
    this.#unknown = [];
    this.#release();
    this.#paused?.();
    this.#paused = null;
    this.#behind = true;
  }

  /** Takes nothing more; resolves once all that was sent is answered and gone from the outbox, so that another tab can go on. */
  pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#paused = resolve;
      this.#ifQuiet();
    });
  }

  /** Something was stored. */
  wake(): void {
    this.#more = true;
    if (!this.#running) return;
    this.#behind = true;
    void this.#pump();
  }

  /** Whether a gesture made now may go straight to the socket, side by side with its being stored. */
  get free(): boolean {
    return this.#running && !this.#behind && !this.#held && !this.#paused && this.#inFlight.size < this.#window;
  }

  /** Sends a gesture that is being stored as sent; only when `free`. */
  sendNow(entry: Entry): void {
    void this.#send(entry);
  }

  async #pump(): Promise<void> {
    if (!this.#running || this.#taking || this.#rotating || this.#held || this.#paused) return;
    if (this.#inFlight.size === 0) this.#draining = false;
    if (this.#draining) return;
    if (this.#unknown.length > 0) {
      if (this.#inFlight.size === 0) await this.#rotate();
      return;
    }
    const room = this.#window - this.#inFlight.size;
    if (!this.#more) {
      this.#behind = false;
      return;
    }
    if (room <= 0) return;
    const run = this.#run;
    this.#taking = true;
    this.#more = false;
    const entries = await this.#options
      .take(room, new Set([...this.#inFlight.keys(), ...this.#settling]), this.#returned)
      .catch(() => null);
    this.#taking = false;
    if (run !== this.#run) {
      this.#more = true;
      void this.#pump();
      return;
    }
    if (!entries) {
      // The disk failed; a moment later it works, or memory has taken its place.
      this.#more = true;
      this.#hold(1_000);
      return;
    }
    if (entries.length === room) this.#more = true;
    for (const entry of entries) {
      this.#returned.delete(keyText(entry));
      void this.#send(entry);
    }
    void this.#pump();
  }

  async #send(entry: Entry): Promise<void> {
    const key = keyText(entry);
    const run = this.#run;
    this.#inFlight.set(key, entry);
    if (this.#inFlight.size === 1) this.#doubtLater();
    const sentMs = this.#options.now();
    let answer: unknown;
    try {
      answer = await this.#options.ask('gesture', gestureOf(entry), GESTURE_MS);
    } catch (error) {
      if (run === this.#run && error instanceof NoAnswer && error.why === 'silence') this.#options.onDead();
      return;
    }
    if (run !== this.#run) return;
    this.#inFlight.delete(key);
    this.#doubtLater();
    this.#answered(entry, answer, sentMs);
    this.#ifQuiet();
    void this.#pump();
  }

  /** A log that hangs leaves gestures unanswered too: only a link that is silent altogether is dead. */
  #doubtLater(): void {
    clearTimeout(this.#doubt);
    this.#doubt = undefined;
    if (this.#inFlight.size === 0) return;
    const doubt = setTimeout(async () => {
      const lives = await this.#options.ask('ping', {}, DOUBT_MS).then(
        () => true,
        () => false,
      );
      // Something was answered meanwhile, or the link ended.
      if (doubt !== this.#doubt) return;
      if (lives) this.#doubtLater();
      else this.#options.onDead();
    }, DOUBT_MS);
    this.#doubt = doubt;
  }

  #answered(entry: Entry, answer: unknown, sentMs: number): void {
    if (!isAnswer(answer)) {
      // A proxy's page, or a newer server: it may have been logged, so it is asked again, ever more slowly.
      this.#unreadable += 1;
      this.#retry(Math.min(LONGEST_HOLD_MS, 1_000 * 2 ** this.#unreadable));
      return;
    }
    this.#unreadable = 0;
    switch (answer.status) {
      case 'retry':
        this.#returned.add(keyText(entry));
        this.#retry(Math.min(LONGEST_HOLD_MS, answer.afterMs));
        return;
      case 'acked':
        if (!this.#draining) this.#window = Math.min(MAX_UNACKED, this.#window * 2);
        this.#settle(entry, answer, sentMs);
        return;
      case 'refused':
        if (answer.code === 'outbox_unknown') {
          this.#unknown.push(entry);
          this.#behind = true;
          return;
        }
        if (answer.code === 'session_invalid' && !this.#sessionRefused.has(keyText(entry))) {
          // It was not logged: with a new session it goes again, once.
          if (this.#sessionRefused.size >= MAX_UNACKED) this.#sessionRefused.clear();
          this.#sessionRefused.add(keyText(entry));
          this.#returned.add(keyText(entry));
          this.#options.onSessionInvalid();
          return;
        }
        this.#settle(entry, answer, sentMs);
    }
  }

  #settle(entry: Entry, answer: Answered['answer'], sentMs: number): void {
    const key = keyText(entry);
    this.#settling.add(key);
    this.#sessionRefused.delete(key);
    const gone = (): void => {
      this.#settling.delete(key);
      this.#ifQuiet();
    };
    // If the disk fails here the entry is sent again later, and the server knows it.
    this.#options.settle([entry], answer.status === 'acked').then(gone, gone);
    const delayed = entry.sends > 1 || sentMs - entry.atMs > DELAYED_MS;
    this.#options.onAnswered({ given: entry.given, event: eventIdOf(entry), act: entry.act, answer, sentMs, delayed });
  }

  #retry(afterMs: number): void {
    this.#window = 1;
    this.#draining = true;
    this.#more = true;
    this.#behind = true;
    // Never before the time that the server asked for; a little after, so that many clients do not come as one.
    this.#hold(afterMs * (1 + this.#options.random() / 2));
  }

  #hold(ms: number): void {
    this.#held = true;
    clearTimeout(this.#holdTimer);
    this.#holdTimer = setTimeout(() => {
      this.#release();
      void this.#pump();
    }, ms);
  }

  #release(): void {
    clearTimeout(this.#holdTimer);
    this.#held = false;
  }

  async #rotate(): Promise<void> {
    this.#rotating = true;
    const unknown = this.#unknown;
    this.#unknown = [];
    try {
      await this.#options.rotate(unknown, this.#returned);
      this.#returned.clear();
    } catch {
      this.#hold(1_000);
    }
    this.#rotating = false;
    this.#window = 1;
    this.#more = true;
    void this.#pump();
  }

  #ifQuiet(): void {
    if (!this.#paused || this.#inFlight.size > 0 || this.#settling.size > 0) return;
    this.#paused();
    this.#paused = null;
  }
}

function gestureOf(entry: Entry): Gesture {
  return {
    v: 1,
    outbox: entry.outbox,
    number: entry.number,
    occurredAt: entry.occurredAt ?? new Date(entry.atMs).toISOString(),
    ...(entry.shown ? { shown: entry.shown } : {}),
    ...(entry.trace ? { trace: entry.trace } : {}),
    act: entry.act,
  };
}
