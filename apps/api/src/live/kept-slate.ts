import type { Revision } from '@segue/core/events';

const NO_ROOM = Buffer.alloc(0);

/**
 * The newest slate of a listener, as the JSON that was pushed, in bytes: as objects it would be hundreds that outlive the young
 * generation, and as a string all the pieces that it was put together from.
 */
export class KeptSlate {
  readonly revision: Revision;
  #room: Buffer;
  readonly #length: number;

  /** @param before whose room it takes over: that one's JSON is gone */
  constructor(revision: Revision, json: string, before: KeptSlate | null) {
    this.revision = revision;
    this.#room = before ? before.#room : NO_ROOM;
    if (before) before.#room = NO_ROOM;
    const length = Buffer.byteLength(json);
    if (this.#room.length < length) this.#room = Buffer.allocUnsafeSlow(length + (length >> 2));
    this.#length = this.#room.write(json);
  }

  json(): string {
    return this.#room.toString('utf8', 0, this.#length);
  }
}
