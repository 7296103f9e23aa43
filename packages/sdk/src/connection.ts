import { backoffMs } from './backoff.ts';
import { type Link, NoAnswer, type OpenLink } from './link.ts';

export interface ConnectionOptions {
  readonly url: string;
  readonly openLink: OpenLink;
  readonly random: () => number;
  /** Another page's token, or null where the cookie says who this is. */
  token: (() => Promise<string>) | null;
  /** Makes or renews the session of the cookie. */
  renewSession(): Promise<void>;
  onUp(): void;
  onDown(): void;
  /** An attempt failed or a link was lost, and the next waits for its time. */
  onWaiting(): void;
  onMessage(name: 'slate' | 'status', payload: unknown): void;
}

const BACKOFF = { baseMs: 500, mostMs: 15_000 };
const TOKEN_MS = 10_000;

/** Keeps one link up: opens it, notices its end, and opens the next after a jittered wait, or at once when nudged. */
export class Connection {
  readonly #options: ConnectionOptions;
  #link: Link | null = null;
  #up = false;
  #running = false;
  #opening = false;
  #attempt = 0;
  #token: string | null = null;
  /** A refused session is renewed once; refused again, it waits like any failure. */
  #renewed = false;
  #renewFirst = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get up(): boolean {
    return this.#up;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#open();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
    this.#end();
  }

  /** The network is back, or the tab is: do not wait for the timer. */
  nudge(): void {
    if (!this.#running || this.#up || this.#opening) return;
    this.#attempt = 0;
    clearTimeout(this.#timer);
    void this.#open();
  }

  /** The link is dead although nobody said so. */
  drop(): void {
    if (!this.#link) return;
    this.#end();
    this.#later();
  }

  /** The session ended under an open link: renew it and connect again. */
  renew(): void {
    if (!this.#link || this.#renewFirst) return;
    this.#renewFirst = true;
    this.#end();
    clearTimeout(this.#timer);
    void this.#open();
  }

  ask(name: string, payload: unknown, withinMs: number): Promise<unknown> {
    if (!this.#link || !this.#up) return Promise.reject(new NoAnswer('ended', 'There is no connection to the server.'));
    return this.#link.ask(name, payload, withinMs);
  }

  async #open(): Promise<void> {
    if (!this.#running || this.#opening || this.#link) return;
    this.#opening = true;
    try {
      if (this.#renewFirst) await this.#renew();
      const { token } = this.#options;
      if (token && this.#token === null) this.#token = await within(TOKEN_MS, token());
    } catch {
      this.#opening = false;
      this.#later();
      return;
    }
    if (!this.#running) {
      this.#opening = false;
      return;
    }
    this.#link = this.#options.openLink(
      { url: this.#options.url, token: this.#token },
      {
        open: () => {
          this.#opening = false;
          this.#up = true;
          this.#attempt = 0;
          this.#renewed = false;
          this.#options.onUp();
        },
        ended: (why) => {
          this.#end();
          if (why === 'session_invalid' && !this.#renewed && this.#running) {
            this.#renewFirst = true;
            void this.#open();
            return;
          }
          this.#renewFirst = why === 'session_invalid';
          this.#later();
        },
        message: (name, payload) => this.#options.onMessage(name, payload),
      },
    );
  }

  async #renew(): Promise<void> {
    this.#renewed = true;
    this.#token = null;
    if (!this.#options.token) await this.#options.renewSession();
    this.#renewFirst = false;
  }

  #end(): void {
    const link = this.#link;
    this.#link = null;
    this.#up = false;
    this.#opening = false;
    link?.close();
    if (link) this.#options.onDown();
  }

  #later(): void {
    if (!this.#running) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#open(), backoffMs(this.#attempt, this.#options.random, BACKOFF));
    this.#attempt += 1;
    this.#options.onWaiting();
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The page gave no token within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
