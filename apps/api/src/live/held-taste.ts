import type { OutboxId, Position } from '@segue/core/events';
import { packTasteFront, type Taste, unpackTasteFront } from '@segue/core/model';

const NO_ROOM = new Uint8Array(0);

/**
 * A listener's taste from one list to the next. What every gesture asks of it is at hand; the rest lies packed between two
 * lists: hundreds of objects for each listener, renewed at each gesture, would outlive the young generation, and the collector
 * would copy them all (ADR 20).
 */
export class HeldTaste {
  readonly position: Position;
  /** For what a gesture changed in them. */
  readonly genres: ReadonlyMap<string, number>;
  readonly outboxes: readonly OutboxId[];
  /** Blocked tracks and artists, and rows of Yours next. */
  readonly blocks: number;
  readonly yours: number;
  /** The listener has taught nothing: they are new, or had themselves erased. */
  readonly isBlank: boolean;
  /** What `taste` was unpacked from, while it is at hand; null where it came whole. */
  #front: Uint8Array | null;
  #taste: Taste | null;
  /** Where it lies packed while it rests, with room to grow. */
  #room: Uint8Array;
  #length = 0;

  /**
   * @param front what `taste` was unpacked from, where it was; it may be part of a larger buffer
   * @param before whose room it takes over: of that one no more than what is at hand may be asked
   */
  constructor(taste: Taste, front: Uint8Array | null, before: HeldTaste | null) {
    const { position, state, outboxes } = taste;
    this.position = position;
    this.genres = state.genres;
    this.outboxes = outboxes.map(({ outbox }) => outbox);
    this.blocks = state.blockedTracks.size + state.blockedArtists.size;
    this.yours = state.yours.length;
    this.isBlank = state.lessons === 0;
    this.#taste = taste;
    this.#front = front;
    this.#room = before ? before.#room : NO_ROOM;
    if (before) before.#room = NO_ROOM;
  }

  /** Without the way it came about. */
  get taste(): Taste {
    const taste = this.#taste ?? unpackTasteFront(this.#room.subarray(0, this.#length));
    this.#taste = taste;
    return taste;
  }

  /** Nobody needs it for a while. */
  rest(): void {
    const taste = this.#taste;
    if (!taste) return;
    this.#taste = null;
    if (this.#length > 0) return;
    const front = this.#front ?? packTasteFront(taste);
    this.#front = null;
    if (this.#room.length < front.length) this.#room = new Uint8Array(front.length + (front.length >> 2));
    this.#room.set(front);
    this.#length = front.length;
  }
}
