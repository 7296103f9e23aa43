import { DIMENSIONS, dot, type Vector } from '../vector.ts';
import type { LongTermFit } from './fit-long-term.ts';

/** A fit as whoever serves reads it: tracks by hash, neighbours by row. */
export class LongTermView {
  readonly fit: LongTermFit;
  readonly #placeOf: ReadonlyMap<number, number>;
  #rows = new Int32Array(0);
  /** By row: the place of its track in the fit, one more; 0 where the fit has never heard of it. */
  #places = new Uint16Array(0);
  #generation = -1;

  constructor(fit: LongTermFit) {
    this.fit = fit;
    this.#placeOf = new Map([...fit.tracks].map((hash, place) => [hash, place]));
  }

  /**
   * Row of each of the fit's tracks, -1 where the catalogue has none; worked out again where rows have changed.
   *
   * @param generation of the rows that `rowOfHash` knows.
   */
  rows(generation: number, rowOfHash: (hash: number) => number | undefined): Int32Array {
    if (this.#generation !== generation) {
      this.#rows = Int32Array.from(this.fit.tracks, (hash) => rowOfHash(hash) ?? -1);
      this.#places = new Uint16Array(this.#rows.reduce((most, row) => Math.max(most, row), -1) + 1);
      for (const [place, row] of this.#rows.entries()) if (row >= 0) this.#places[row] = place + 1;
      this.#generation = generation;
    }
    return this.#rows;
  }

  /** Where a track stands in the fit; undefined where the fit has never heard of it. */
  placeOf(hash: number): number | undefined {
    return this.#placeOf.get(hash);
  }

  /** What the vectors say of the track in a row, 0 where the fit has never heard of it; as `rows` were worked out last. */
  along(direction: Vector, row: number): number {
    const place = (this.#places[row] ?? 0) - 1;
    return place < 0 ? 0 : dot(direction, this.fit.vectors, place * DIMENSIONS) / this.fit.left[place]!;
  }
}
