import type { Position, Slate } from '@segue/core/events';
import { backoffMs } from './backoff.ts';
import { covered, isSlate } from './wire.ts';

export interface ResyncOptions {
  ask(name: 'snapshot', payload: Record<string, never>, withinMs: number): Promise<unknown>;
  onSlate(slate: Slate): void;
  /** A snapshot came since the link opened. */
  onSynced(): void;
  visible(): boolean;
  readonly random: () => number;
}

/** How long an ack may stand without a slate that covers it. */
export const COVER_MS = 1_000;
const SNAPSHOT_MS = 5_000;
const BACKOFF = { baseMs: 2_000, mostMs: 30_000 };

/** Asks for a snapshot where pushes may have been missed: after connecting, after hiding, and when an ack stays uncovered (L4). */
export class Resync {
  readonly #options: ResyncOptions;
  #up = false;
  #synced = false;
  #asking = false;
  #again = false;
  #attempt = 0;
  #uncovered: Position | null = null;
  #covers: Position | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ResyncOptions) {
    this.#options = options;
  }

  up(): void {
    this.#up = true;
    this.#synced = false;
    this.#attempt = 0;
    void this.#ask();
  }

  down(): void {
    this.#up = false;
    this.#again = false;
    clearTimeout(this.#timer);
  }

  /** The tab is looked at again: pushes may have been dropped while it slept. */
  shown(): void {
    if (this.#up) void this.#ask();
  }

  acked(position: Position): void {
    if (covered(this.#covers, position)) return;
    const fresh = this.#uncovered === null;
    if (!this.#uncovered || !covered(this.#uncovered, position)) this.#uncovered = position;
    if (!fresh) return;
    this.#attempt = 0;
    this.#wait(COVER_MS);
  }

  /** A slate was taken over. */
  slate(covers: Position | null): void {
    this.#covers = covers;
    if (this.#uncovered && covered(covers, this.#uncovered)) {
      this.#uncovered = null;
      if (this.#synced) clearTimeout(this.#timer);
    }
  }

  async #ask(): Promise<void> {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    this.#again = false;
    clearTimeout(this.#timer);
    try {
      const slate = await this.#options.ask('snapshot', {}, SNAPSHOT_MS);
      if (isSlate(slate)) {
        this.#options.onSlate(slate);
        if (this.#up && !this.#synced) {
          this.#synced = true;
          this.#options.onSynced();
        }
      }
    } catch {
      // No answer: the link's own end is noticed elsewhere, and a slow ranking is asked again below.
    }
    this.#asking = false;
    if (!this.#up) return;
    if (this.#again) {
      void this.#ask();
      return;
    }
    if (this.#synced && !this.#uncovered) return;
    this.#wait(COVER_MS + backoffMs(this.#attempt, this.#options.random, BACKOFF));
    this.#attempt += 1;
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#up || (this.#synced && !this.#uncovered)) return;
      // Nobody looks: `shown` asks once when somebody does.
      if (this.#synced && !this.#options.visible()) return;
      void this.#ask();
    }, ms);
  }
}
