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

/** Links a node, and how widely each is looked for: from the sweep that `bench/recommend` prints. */
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
  /** Vectors that were put and are longer than there was room for. */
  outgrown = 0;

  /** @param longest length of the longest vector that is known. */
  constructor({ capacity, longest, ef }: { readonly capacity: number; readonly longest: number; readonly ef: number }) {
    // Its ESM entry does not name its classes: this is how Node finds them.
    const { HierarchicalNSW } = createRequire(import.meta.url)('hnswlib-node') as {
      HierarchicalNSW: new (space: 'l2' | 'ip' | 'cosine', dimensions: number) => HierarchicalNSW;
    };
    this.#index = new HierarchicalNSW('l2', DIMENSIONS + 1);
    this.#index.initIndex(capacity, M, EF_CONSTRUCTION, SEED);
    this.#index.setEf(ef);
    this.#capacity = capacity;
    this.#radius = Math.max(longest, 1e-3) * HEADROOM;
  }

  get size(): number {
    return this.#known.size - this.#deleted.size;
  }

  /** Adds a row, or moves it to where its vector is now. */
  put(row: number, vectors: Float32Array): void {
    if (row >= this.#capacity) {
      this.#capacity = Math.ceil(row * 1.5) + 1;
      this.#index.resizeIndex(this.#capacity);
    }
    if (this.#deleted.delete(row)) this.#index.unmarkDelete(row);
    // Plain arrays only; with `replaceDeleted` a label that exists would be found twice.
    this.#index.addPoint(this.#liftedOf(vectors, row * DIMENSIONS), row);
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

  #liftedOf(vectors: Float32Array, at: number): number[] {
    const lifted: number[] = new Array(DIMENSIONS + 1);
    let square = 0;
    for (let i = 0; i < DIMENSIONS; i++) {
      const value = vectors[at + i]!;
      lifted[i] = value;
      square += value * value;
    }
    // A vector that has grown beyond is found by its direction alone, until the next graph.
    if (square > this.#radius * this.#radius) this.outgrown++;
    lifted[DIMENSIONS] = Math.sqrt(Math.max(0, this.#radius * this.#radius - square));
    return lifted;
  }
}
