import type { TrackId } from '../events/index.ts';
import { larger } from './larger.ts';
import type { Pairs } from './pairs.ts';

/** What came before a track goes with it less than what came after it. */
const BACKWARD = 0.5;
/** Between counting pairs (0) and cosine (.5) on either side: fully corrected, rare pairs of rare tracks lead. */
const LESS_POPULAR = 0.3;
/**
 * A pair counts by the square root of its weight: who many heard together says more than who one listener heard often beside it, but
 * a few such listeners do not drown what many tracks say.
 */
const counted = Math.sqrt;
/** As if each track had some pairs more: of the first few not much can be said. */
const PAIRS_BEFORE = 3;
/** What a pair with a track that has none is worth. */
const UNPAIRED = PAIRS_BEFORE ** -LESS_POPULAR;
const NOWHERE = -1;

/** Adds up numbers by row. */
export interface Sums {
  add(row: number, by: number): void;
}

/**
 * Co-listening of all tracks, read from either side. Pairs are written under the later track; each is kept twice, with that
 * track and with the earlier one, so that a track's companions are two runs over plain arrays, and what changes in a pair is
 * two writes. Tracks are numbers here, given once and never moved: rows move, and a pair may be of a track that has none.
 */
export class CoListening {
  readonly #numberOf = new Map<TrackId, number>();
  /** By number: the pairs that are written under the track, and those that are written under a later one. */
  readonly #own: PairList[] = [];
  readonly #after: PairList[] = [];
  /** By number: the track's row in the catalogue, what a pair with it is worth less, and that times what its own pairs have left, as it counts. */
  #rows = new Int32Array(1024);
  #rarities = new Float64Array(1024);
  #worths = new Float64Array(1024);
  /** By number: where the pair with this track stands in the list that is being replaced. */
  #slots = new Int32Array(1024);
  #sums = new Float64Array(0);

  /** Tells where a track stands in the catalogue; null where it no longer does. */
  place(id: TrackId, row: number | null): void {
    this.#rows[this.#numbered(id)] = row ?? NOWHERE;
  }

  /** Replaces all pairs that are written under a track. Nothing of `pairs` is kept. */
  put(id: TrackId, { weights, share }: Readonly<Pairs>): void {
    const number = this.#numbered(id);
    const own = this.#own[number]!;
    const slots = this.#slots;
    for (let slot = 0; slot < own.others.length; slot++) slots[own.others[slot]!] = slot;
    const before = own.others.length;
    let seen = 0;
    let sum = 0;
    for (const [other, written] of weights) {
      sum += written;
      const weight = counted(written);
      const earlier = this.#numbered(other);
      const slot = this.#slots[earlier]!;
      if (slot >= 0 && slot < before && own.others[slot] === earlier) {
        own.weights[slot] = weight;
        this.#after[earlier]!.weights[own.places[slot]!] = weight;
        seen++;
      } else this.#append(number, own, earlier, weight);
    }
    // Most changes take no pair away.
    if (seen < before) this.#dropUnless(own, weights);
    const rarity = (sum * share + PAIRS_BEFORE) ** -LESS_POPULAR;
    this.#rarities[number] = rarity;
    this.#worths[number] = rarity * counted(share);
  }

  /** The track's number; -1 where it was never heard of. */
  numberOf(id: TrackId): number {
    return this.#numberOf.get(id) ?? NOWHERE;
  }

  /** Adds to `out`, for each track of the catalogue that goes with this one, how strongly it does, times `scale`. */
  addCompanions(number: number, scale: number, out: Sums): void {
    if (number === NOWHERE) return;
    this.#addAll(this.#after[number]!, scale * this.#rarities[number]!, this.#worths, out);
    this.#addAll(this.#own[number]!, scale * this.#worths[number]! * BACKWARD, this.#rarities, out);
  }

  /** How strongly a track goes with each of `seeds`; 0 where nobody heard both. Valid until the next call. */
  withEach(number: number, seeds: Int32Array): Float64Array {
    if (this.#sums.length < seeds.length) this.#sums = new Float64Array(seeds.length);
    const sums = this.#sums.fill(0);
    if (number === NOWHERE) return sums;
    // One run over the track's own pairs, not a search for each seed.
    const places = this.#slots;
    for (let place = 0; place < seeds.length; place++) if (seeds[place] !== NOWHERE) places[seeds[place]!] = place;
    const { others: earlier, weights: ofEarlier } = this.#own[number]!;
    for (let i = 0; i < earlier.length; i++) {
      const seed = earlier[i]!;
      const place = places[seed]!;
      if (seeds[place] === seed) sums[place] = sums[place]! + ofEarlier[i]! * this.#worths[number]! * this.#rarities[seed]!;
    }
    const { others: later, weights: ofLater } = this.#after[number]!;
    for (let i = 0; i < later.length; i++) {
      const seed = later[i]!;
      const place = places[seed]!;
      if (seeds[place] === seed) sums[place] = sums[place]! + ofLater[i]! * this.#worths[seed]! * this.#rarities[number]! * BACKWARD;
    }
    return sums;
  }

  #addAll({ others, weights }: PairList, scale: number, worths: Float64Array, out: Sums): void {
    const rows = this.#rows;
    for (let i = 0; i < others.length; i++) {
      const other = others[i]!;
      const row = rows[other]!;
      if (row !== NOWHERE) out.add(row, scale * weights[i]! * worths[other]!);
    }
  }

  #append(number: number, own: PairList, earlier: number, weight: number): void {
    const after = this.#after[earlier]!;
    own.add(earlier, weight, after.others.length);
    after.add(number, weight, own.others.length - 1);
  }

  #dropUnless(own: PairList, kept: ReadonlyMap<TrackId, number>): void {
    for (const other of kept.keys()) this.#slots[this.#numberOf.get(other)!] = NOWHERE;
    // From the end, so that what takes a free place was looked at before.
    for (let slot = own.others.length - 1; slot >= 0; slot--) {
      const earlier = own.others[slot]!;
      if (this.#slots[earlier] === NOWHERE) continue;
      const after = this.#after[earlier]!;
      const at = own.places[slot]!;
      if (after.removeAt(at)) this.#own[after.others[at]!]!.places[after.places[at]!] = at;
      if (own.removeAt(slot)) this.#after[own.others[slot]!]!.places[own.places[slot]!] = slot;
    }
  }

  /** The track's number, given now where it has none. */
  #numbered(id: TrackId): number {
    const known = this.#numberOf.get(id);
    if (known !== undefined) return known;
    const number = this.#own.length;
    this.#numberOf.set(id, number);
    this.#own.push(new PairList());
    this.#after.push(new PairList());
    if (number === this.#rows.length) this.#grow();
    this.#rows[number] = NOWHERE;
    this.#rarities[number] = UNPAIRED;
    this.#worths[number] = UNPAIRED;
    return number;
  }

  #grow(): void {
    const room = this.#rows.length * 2;
    this.#rows = larger(this.#rows, new Int32Array(room));
    this.#slots = larger(this.#slots, new Int32Array(room));
    this.#worths = larger(this.#worths, new Float64Array(room));
    this.#rarities = larger(this.#rarities, new Float64Array(room));
  }
}

/** One side's pairs: with whom, how much each counts, and where the other side keeps the same pair. Plain arrays: most lists are short. */
class PairList {
  readonly others: number[] = [];
  readonly weights: number[] = [];
  readonly places: number[] = [];

  add(other: number, weight: number, place: number): void {
    this.others.push(other);
    this.weights.push(weight);
    this.places.push(place);
  }

  /** Takes a pair out and puts the last one in its place; returns whether one was moved. */
  removeAt(at: number): boolean {
    const other = this.others.pop()!;
    const weight = this.weights.pop()!;
    const place = this.places.pop()!;
    if (at === this.others.length) return false;
    this.others[at] = other;
    this.weights[at] = weight;
    this.places[at] = place;
    return true;
  }
}
