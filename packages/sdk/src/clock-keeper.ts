import { bestOffset, type ClockOffset, PINGS, type Ping } from './clock.ts';
import { NoAnswer } from './link.ts';
import { serverMsOf } from './wire.ts';

export interface ClockKeeperOptions {
  ask(name: 'ping', payload: Record<string, never>, withinMs: number): Promise<unknown>;
  /** A ping stayed unanswered: it needs nothing but the link, so the link is dead. */
  onDead(): void;
  /** The first answer since the link opened: from here on times can be corrected. */
  onKnown(): void;
  onChange(): void;
  readonly now: () => number;
}

const PING_MS = 3_000;

/** Measures the server's clock anew on every link, by the best of eight pings; each also tells whether the link lives. */
export class ClockKeeper {
  readonly #options: ClockKeeperOptions;
  #offset: ClockOffset = { offsetMs: 0, errorMs: Number.POSITIVE_INFINITY };
  #known = false;
  /** +1 with each measuring: a newer one takes the place of one that is under way. */
  #round = 0;

  constructor(options: ClockKeeperOptions) {
    this.#options = options;
  }

  /** The last that was measured, on this link or one before. */
  get offset(): ClockOffset {
    return this.#offset;
  }

  /** Whether it was measured on this link. */
  get known(): boolean {
    return this.#known;
  }

  measure(): Promise<void> {
    this.#known = false;
    return this.measureAgain();
  }

  /** This machine's clock was set: what was measured by it says nothing any more. */
  async measureAgain(): Promise<void> {
    const round = ++this.#round;
    const pings: Ping[] = [];
    for (let i = 0; i < PINGS; i++) {
      const ping = await this.#ping();
      if (ping === 'ended' || round !== this.#round) return;
      if (ping) pings.push(ping);
      const best = bestOffset(pings);
      if (!best) continue;
      this.#offset = best;
      if (this.#known) continue;
      this.#known = true;
      this.#options.onKnown();
    }
    this.#options.onChange();
  }

  /** Finds out whether the link lives. */
  async probe(withinMs = PING_MS): Promise<void> {
    await this.#ping(withinMs);
  }

  async #ping(withinMs = PING_MS): Promise<Ping | 'ended' | null> {
    const { now } = this.#options;
    const sentMs = now();
    try {
      const serverMs = serverMsOf(await this.#options.ask('ping', {}, withinMs));
      return serverMs === null ? null : { sentMs, serverMs, receivedMs: now() };
    } catch (error) {
      if (error instanceof NoAnswer && error.why === 'silence') this.#options.onDead();
      return 'ended';
    }
  }
}
