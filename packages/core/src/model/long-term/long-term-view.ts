import type { LongTermFit } from './fit-long-term.ts';

/** A fit as whoever serves reads it: tracks by hash, neighbours by row. */
export class LongTermView {
  readonly fit: LongTermFit;
  readonly #placeOf: ReadonlyMap<number, number>;
  #rows = new Int32Array(0);
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
      this.#generation = generation;
    }
    return this.#rows;
  }

  /** Where a track's neighbours stand in the fit; null where the fit has never heard of it. */
  rangeOf(hash: number): { readonly from: number; readonly to: number } | null {
    const place = this.#placeOf.get(hash);
    return place === undefined ? null : { from: this.fit.starts[place]!, to: this.fit.starts[place + 1]! };
  }
}
