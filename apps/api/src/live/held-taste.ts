import type { OutboxId, Position } from '@segue/core/events';
import { packTasteFront, type Taste, unpackTasteFront } from '@segue/core/model';

/**
 * A listener's taste from one list to the next. What every gesture asks of it is at hand; the rest lies packed between two
 * lists: hundreds of objects for each listener, renewed at each gesture, would outlive the young generation, and the collector
 * would take more of the time than ranking does.
 */
export class HeldTaste {
  readonly position: Position;
  /** For what a gesture changed in them. */
  readonly genres: ReadonlyMap<string, number>;
  readonly outboxes: readonly OutboxId[];
  /** Blocked tracks and artists, and rows of Yours next. */
  readonly blocks: number;
  readonly yours: number;
  #front: Uint8Array | null;
  #isOwn = false;
  #taste: Taste | null;

  /** @param front what `taste` was unpacked from, where it was; it may be part of a larger buffer */
  constructor(taste: Taste, front: Uint8Array | null = null) {
    const { position, state, outboxes } = taste;
    this.position = position;
    this.genres = state.genres;
    this.outboxes = outboxes.map(({ outbox }) => outbox);
    this.blocks = state.blockedTracks.size + state.blockedArtists.size;
    this.yours = state.yours.length;
    this.#taste = taste;
    this.#front = front;
  }

  /** Without the way it came about. */
  get taste(): Taste {
    const taste = this.#taste ?? unpackTasteFront(this.#front!);
    this.#taste = taste;
    return taste;
  }

  /** Nobody needs it for a while. */
  rest(): void {
    const taste = this.#taste;
    if (!taste) return;
    this.#taste = null;
    if (this.#isOwn) return;
    this.#front = (this.#front ?? packTasteFront(taste)).slice();
    this.#isOwn = true;
  }
}
