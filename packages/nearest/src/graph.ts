import { createRequire } from 'node:module';
import { DIMENSIONS } from '@segue/core/model';

interface HierarchicalNSW {
  initIndex(maxElements: number, m?: number, efConstruction?: number, randomSeed?: number): void;
  resizeIndex(maxElements: number): void;
  addPoint(point: number[], label: number): void;
  markDelete(label: number): void;
  unmarkDelete(label: number): void;
  searchKnn(query: number[], count: number): { distances: number[]; neighbors: number[] };
  setEf(ef: number): void;
}

/** Links a node, and how widely each is looked for when a row is put. */
const M = 32;
const EF_CONSTRUCTION = 200;
const SEED = 1;
/** Room for vectors to grow before their length is clipped. */
const HEADROOM = 1.5;

/**
 * Largest inner product by way of a Euclidean graph. Inner product is no metric, so that a graph walked by it gets lost;
 * with one more dimension, √(R² − |x|²), every row has length R and the nearest by distance is the largest by inner
 * product (Bachrach et al., RecSys 2014).
 */
export class Graph {
  readonly #index: HierarchicalNSW;
  readonly #radius: number;
  readonly #known = new Set<number>();
  readonly #deleted = new Set<number>();
  #capacity: number;

  /** @param longest length of the longest vector that is known. */
  constructor({ capacity, longest }: { readonly capacity: number; readonly longest: number }) {
    // Its ESM entry does not name its classes: this is how Node finds them.
    const { HierarchicalNSW } = createRequire(import.meta.url)('hnswlib-node') as {
      HierarchicalNSW: new (space: 'l2' | 'ip' | 'cosine', dimensions: number) => HierarchicalNSW;
    };
    this.#index = new HierarchicalNSW('l2', DIMENSIONS + 1);
    this.#index.initIndex(capacity, M, EF_CONSTRUCTION, SEED);
    this.#capacity = capacity;
    this.#radius = Math.max(longest, 1e-3) * HEADROOM;
  }

  get size(): number {
    return this.#known.size - this.#deleted.size;
  }

  /** How many of the nearest a search keeps in view: more find more, and take longer. */
  lookWithin(ef: number): void {
    this.#index.setEf(ef);
  }

  /** Whether there is room for a vector of its length; one that is longer would be found by its direction alone. */
  hasRoomFor(vector: Float32Array): boolean {
    let square = 0;
    for (const value of vector) square += value * value;
    return !(square > this.#radius * this.#radius);
  }

  /** Adds a row, or moves it to where its vector is now. */
  put(row: number, vector: Float32Array): void {
    if (row >= this.#capacity) {
      this.#capacity = Math.ceil(row * 1.5) + 1;
      this.#index.resizeIndex(this.#capacity);
    }
    if (this.#deleted.delete(row)) this.#index.unmarkDelete(row);
    // Plain arrays only; with `replaceDeleted` a label that exists would be found twice.
    this.#index.addPoint(this.#liftedOf(vector), row);
    this.#known.add(row);
  }

  remove(row: number): void {
    if (!this.#known.has(row) || this.#deleted.has(row)) return;
    this.#index.markDelete(row);
    this.#deleted.add(row);
  }

  /** Rows nearest to `place`, nearest first. */
  search(place: Float32Array, count: number): number[] {
    const most = Math.min(count, this.size);
    return most === 0 ? [] : this.#index.searchKnn([...place, 0], most).neighbors;
  }

  #liftedOf(vector: Float32Array): number[] {
    const lifted: number[] = new Array(DIMENSIONS + 1);
    let square = 0;
    for (let i = 0; i < DIMENSIONS; i++) {
      // What is not a number would make every distance to it one: it stands at 0, and whoever ranks leaves it out.
      const value = Number.isFinite(vector[i]) ? vector[i]! : 0;
      lifted[i] = value;
      square += value * value;
    }
    lifted[DIMENSIONS] = Math.sqrt(Math.max(0, this.#radius * this.#radius - square));
    return lifted;
  }
}
