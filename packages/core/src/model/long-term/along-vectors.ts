import { DIMENSIONS, type Vector } from '../vector.ts';
import { createScanner, openVectorMemory, reserveRows, rowsOf } from '../vectors/vector-memory.ts';
import type { LongTermFit } from './fit-long-term.ts';

/** What a fit's vectors say of all its tracks at once, by the kernel that scans vectors. */
export class AlongVectors {
  readonly #memory = openVectorMemory();
  readonly #scanner = createScanner(this.#memory, 'owner');
  #of: LongTermFit | null = null;
  #says = new Float32Array(1);

  /**
   * Of the track in place `p` of the fit it stands at `p + 1`; at 0 stands 0, for a track that the fit has never heard of.
   * Valid until the next call.
   */
  say(fit: LongTermFit, direction: Vector): Float32Array {
    if (this.#of !== fit) this.#hold(fit);
    this.#scanner.products(direction, fit.left.length, this.#says.subarray(1));
    return this.#says;
  }

  #hold(fit: LongTermFit): void {
    const { left, vectors } = fit;
    reserveRows(this.#memory, left.length);
    const rows = rowsOf(this.#memory);
    for (let place = 0, at = 0; place < left.length; place++)
      for (const end = at + DIMENSIONS; at < end; at++) rows[at] = vectors[at]! / left[place]!;
    this.#says = new Float32Array(left.length + 1);
    this.#of = fit;
  }
}
