import type { Answer, Gesture, Slate } from '@segue/core/events';
import type { Ending, LinkHandlers, OpenLink } from '../link.ts';
import { NoAnswer } from '../link.ts';
import { aSlate } from './builders.ts';

/** A server at the other end of a link: it keeps the order of a connection, and answers when the test says so. */
export class FakeServer {
  /** What the log has, in its order, once each. */
  readonly log: Gesture[] = [];
  /** Every sending that arrived. */
  readonly received: Gesture[] = [];
  readonly links: FakeLink[] = [];
  reachable = true;
  sessionValid = true;
  /** Answers every gesture at once. */
  auto = false;
  silent = false;
  slate: Slate = aSlate();
  /** Outboxes that it does not remember any more. */
  readonly forgotten = new Set<string>();
  readonly snapshots: number[] = [];
  readonly tokens: (string | null)[] = [];

  readonly open: OpenLink = ({ token }, handlers) => {
    const link = new FakeLink(this, handlers);
    this.links.push(link);
    this.tokens.push(token);
    queueMicrotask(() => {
      if (!this.reachable) link.end('lost');
      else if (!this.sessionValid) link.end('session_invalid');
      else link.opened();
    });
    return link;
  };

  get live(): readonly FakeLink[] {
    return this.links.filter((link) => link.live);
  }

  /** Writes to the log, as an api does: what it has already is acked again with its place. */
  append(gesture: Gesture): Answer {
    const at = this.log.findIndex((one) => one.outbox === gesture.outbox && one.number === gesture.number);
    if (at >= 0) {
      const same = JSON.stringify(this.log[at]) === JSON.stringify(gesture);
      if (!same) return { status: 'refused', code: 'number_reused', message: 'That number was sent with another content.' };
      return { status: 'acked', position: { epoch: 1, partition: 0, offset: at } };
    }
    this.log.push(gesture);
    return { status: 'acked', position: { epoch: 1, partition: 0, offset: this.log.length - 1 } };
  }

  forget(): void {
    for (const { outbox } of this.received) this.forgotten.add(outbox);
  }

  cutAll(): void {
    for (const link of this.live) link.end('lost');
  }

  push(slate: Slate): void {
    this.slate = slate;
    for (const link of this.live) link.push('slate', slate);
  }
}

const REFUSALS = { refuse: 'track_unknown', 'outbox-unknown': 'outbox_unknown', 'session-invalid': 'session_invalid' } as const;

interface Asked {
  readonly name: string;
  readonly payload: unknown;
  resolve(answer: unknown): void;
  reject(error: NoAnswer): void;
}

export class FakeLink {
  live = false;
  /** Gestures that arrived and are not answered, in their order. */
  readonly gestures: Asked[] = [];
  readonly #asked = new Set<Asked>();
  readonly #server: FakeServer;
  readonly #handlers: LinkHandlers;
  /** After a `retry`, what follows of its outbox on this connection is turned back too until it comes again. */
  #turnedBack: Gesture | null = null;
  #over = false;

  constructor(server: FakeServer, handlers: LinkHandlers) {
    this.#server = server;
    this.#handlers = handlers;
  }

  opened(): void {
    if (this.#over) return;
    this.live = true;
    this.#handlers.open();
  }

  end(why: Ending): void {
    if (this.#finish()) this.#handlers.ended(why);
  }

  close(): void {
    this.#finish();
  }

  push(name: 'slate' | 'status', payload: unknown): void {
    if (this.live) this.#handlers.message(name, structuredClone(payload));
  }

  ask(name: string, payload: unknown, withinMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#over) return reject(new NoAnswer('ended', 'the link has ended'));
      const timer = setTimeout(() => {
        this.#asked.delete(asked);
        reject(new NoAnswer('silence', `no answer to ${name}`));
      }, withinMs);
      const settle = (): void => {
        clearTimeout(timer);
        this.#asked.delete(asked);
      };
      const asked: Asked = {
        name,
        payload: structuredClone(payload),
        resolve: (answer) => {
          settle();
          resolve(answer);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      this.#asked.add(asked);
      if (!this.#server.silent) queueMicrotask(() => this.#arrive(asked));
    });
  }

  /** Answers the oldest unanswered gesture. */
  answer(how: 'ack' | 'retry' | 'refuse' | 'outbox-unknown' | 'session-invalid'): boolean {
    const asked = this.gestures.shift();
    if (!asked) return false;
    const gesture = asked.payload as Gesture;
    if (how === 'ack' && this.#server.forgotten.has(gesture.outbox)) return this.#refuse(asked, 'outbox_unknown');
    const behind = this.#turnedBack?.outbox === gesture.outbox && gesture.number > this.#turnedBack.number;
    if (how === 'retry' || behind) {
      if (!behind) this.#turnedBack = gesture;
      asked.resolve({ status: 'retry', code: 'overloaded', afterMs: 100 });
      return true;
    }
    if (this.#turnedBack?.outbox === gesture.outbox && this.#turnedBack.number === gesture.number) this.#turnedBack = null;
    if (how === 'ack') asked.resolve(this.#server.append(gesture));
    else this.#refuse(asked, REFUSALS[how]);
    return true;
  }

  #refuse(asked: Asked, code: string): true {
    asked.resolve({ status: 'refused', code, message: 'no' });
    return true;
  }

  /** The log has the oldest gesture, and nobody is told. */
  swallow(): void {
    const asked = this.live ? this.gestures.shift() : undefined;
    if (!asked || this.#turnedBack !== null) return;
    const gesture = asked.payload as Gesture;
    if (!this.#server.forgotten.has(gesture.outbox)) this.#server.append(gesture);
  }

  #arrive(asked: Asked): void {
    if (!this.live) return;
    switch (asked.name) {
      case 'ping':
        asked.resolve({ serverMs: 1_000_000 });
        return;
      case 'snapshot':
      case 'preview':
        this.#server.snapshots.push(this.#server.snapshots.length);
        asked.resolve(structuredClone(this.#server.slate));
        return;
      case 'gesture':
        this.#server.received.push(asked.payload as Gesture);
        this.gestures.push(asked);
        if (this.#server.auto) this.answer('ack');
        return;
      default:
        asked.resolve({});
    }
  }

  #finish(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.live = false;
    for (const asked of [...this.#asked]) asked.reject(new NoAnswer('ended', 'the link ended'));
    return true;
  }
}
