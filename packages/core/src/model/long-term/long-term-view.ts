import type { Sums } from '../co-listening.ts';
import { DIMENSIONS, zeroVector } from '../vector.ts';
import type { AlongVectors } from './along-vectors.ts';
import { addScattered } from './dot.ts';
import type { LongTermFit } from './fit-long-term.ts';

/** The rows of whoever reads the fit. */
export interface Rows {
  readonly size: number;
  /** Grows whenever tracks come or go. */
  readonly generation: number;
  rowOfHash(hash: number): number | undefined;
}

/** What a fit's vectors say of each row, given some tracks that were enjoyed; the newest one may be read. */
export class Along {
  /** A zero, then what is said of the fit's tracks. */
  readonly #says: Float32Array;
  /** By row: where that stands. */
  readonly #places: Uint16Array;

  constructor(says: Float32Array, places: Uint16Array) {
    this.#says = says;
    this.#places = places;
  }

  /** 0 where the fit has never heard of the track. */
  at(row: number): number {
    return this.#says[this.#places[row]!]!;
  }
}

/** A fit as whoever serves reads it: tracks by hash, neighbours by row. */
export class LongTermView {
  readonly fit: LongTermFit;
  readonly #vectors: AlongVectors;
  readonly #placeOf: ReadonlyMap<number, number>;
  /** Row of each of the fit's tracks, -1 where the catalogue has none. */
  #rows = new Int32Array(0);
  /** By row: the place of its track in the fit, one more; 0 where the fit has never heard of it. */
  #places = new Uint16Array(0);
  #generation = -1;
  /** By place in the fit: sums of one call. Tens of thousands of additions are cheaper where nothing is looked up. */
  readonly #ofWeight: Float64Array;
  readonly #ofCosine: Float64Array;

  constructor(fit: LongTermFit, vectors: AlongVectors) {
    this.fit = fit;
    this.#vectors = vectors;
    this.#ofWeight = new Float64Array(fit.tracks.length);
    this.#ofCosine = new Float64Array(fit.tracks.length);
    this.#placeOf = new Map([...fit.tracks].map((hash, place) => [hash, place]));
  }

  /**
   * Adds to `byWeight` and `byCosine` every neighbour of the tracks with these hashes that has a row, to its weight also what the
   * vectors say, and gives what they say of all rows.
   */
  neighboursOf(hashes: Uint32Array, weightOf: (place: number) => number, of: Rows, byWeight: Sums, byCosine: Sums | null): Along {
    this.#follow(of);
    const { starts, neighbours, weights, cosines, vectors } = this.fit;
    const ofWeight = this.#ofWeight.fill(0);
    const ofCosine = byCosine && this.#ofCosine.fill(0);
    const direction = zeroVector();
    const byWeights = { places: neighbours, values: weights };
    const byCosines = { places: neighbours, values: cosines };
    for (let at = 0; at < hashes.length; at++) {
      const place = this.#placeOf.get(hashes[at]!);
      if (place === undefined) continue;
      const scale = weightOf(at);
      for (let d = 0, from = place * DIMENSIONS; d < DIMENSIONS; d++) direction[d]! += scale * vectors[from + d]!;
      const start = starts[place]!;
      const end = starts[place + 1]!;
      addScattered(ofWeight, byWeights, start, end, scale);
      if (ofCosine) addScattered(ofCosine, byCosines, start, end, scale);
    }
    const says = this.#vectors.say(this.fit, direction);
    const rows = this.#rows;
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place]!;
      if (row < 0) continue;
      if (ofWeight[place] !== 0) byWeight.add(row, ofWeight[place]! + says[place + 1]!);
      if (ofCosine && ofCosine[place] !== 0) byCosine.add(row, ofCosine[place]!);
    }
    return new Along(says, this.#places);
  }

  /** Works out again which row is whose, where rows have changed. */
  #follow({ generation, size, rowOfHash }: Rows): void {
    if (this.#generation === generation) return;
    this.#rows = Int32Array.from(this.fit.tracks, (hash) => rowOfHash(hash) ?? -1);
    this.#places = new Uint16Array(size);
    for (const [place, row] of this.#rows.entries()) if (row >= 0) this.#places[row] = place + 1;
    this.#generation = generation;
  }
}
