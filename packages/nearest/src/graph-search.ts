import { BestRows, DIMENSIONS, dot, rowsOf, type VectorMemory, type VectorScanner } from '@segue/core/model';
import { Graph } from './graph.ts';
import { leastMs, medianMs } from './measuring.ts';
import { recallOf } from './recall.ts';

export interface GraphSearchOptions {
  readonly memory: VectorMemory;
  readonly scanner: VectorScanner;
  /** ms, any clock that only goes forward. */
  readonly nowMs: () => number;
}

export interface Calibrated {
  readonly graphMs: number;
  readonly scanMs: number;
  /** Of the ten best at each of the places, how many are found, 0..1. */
  readonly recall: number;
}

/** How widely a search looks: the least of these by which measured recall is high enough. */
const EFS = [100, 200, 400, 800, 1_600];
const RECALL = 0.992;
/** A row is put anew once its vector has moved by this share of its length: what is found is ranked by what it is now. */
const MOVED = 0.08;
/** So many of the graph's answers are looked at again, for each row that is asked for. */
const WIDER = 2;
/** With more rows than this still to be put, looking at all of them is faster than at those beside a search. */
const MOST_WAITING = 4_000;
/** Rows longer than the graph was made for are looked at beside it; with this share of them it is made anew. */
const OUTGROWN = 0.01;
const AT = 10;

/**
 * A graph over vectors that move all the time. What it answers is ranked by the vectors as they are, and rows that it has at
 * an older place are looked at beside it: so it need not be up to date to be right.
 */
export class GraphSearch {
  readonly #options: GraphSearchOptions;
  /** Where the graph has each row. */
  #placed = new Float32Array(0);
  #graph: Graph | null = null;
  #size = 0;
  /** Rows that the graph has not, or has elsewhere; in the order of their coming. */
  readonly #waiting = new Set<number>();
  /** Rows whose vectors have outgrown the graph. */
  readonly #outgrown = new Set<number>();
  /** How widely searches look; 0 before it was measured. */
  #ef = 0;
  #fails = false;

  constructor(options: GraphSearchOptions) {
    this.#options = options;
  }

  get indexed(): number {
    return this.#graph?.size ?? 0;
  }
  get waiting(): number {
    return this.#waiting.size;
  }
  /** Its library cannot be loaded on this machine. */
  get fails(): boolean {
    return this.#fails;
  }
  get isWhole(): boolean {
    return this.#graph !== null && this.#graph.size >= this.#size;
  }

  moved(rows: Int32Array, size: number): void {
    for (let row = size; row < this.#size; row++) {
      this.#waiting.delete(row);
      this.#outgrown.delete(row);
      // At once, which costs little: gone rows that were found would stand in the way of others.
      this.#graph?.remove(row);
    }
    for (let row = this.#size; row < size; row++) this.#waiting.add(row);
    this.#size = size;
    this.#reserve(size);
    const vectors = rowsOf(this.#options.memory);
    for (const row of rows) if (row < size && this.#hasMoved(vectors, row)) this.#waiting.add(row);
  }

  /** Puts what waits, for at most so long; returns the ms it took, or null where nothing waits. */
  work(mostMs: number): number | null {
    if (this.#waiting.size === 0 || this.#fails) return null;
    const { nowMs, memory } = this.#options;
    const startMs = nowMs();
    const vectors = rowsOf(memory);
    const graph = this.#open(vectors);
    if (!graph) return null;
    let spentMs = 0;
    for (const row of this.#waiting) {
      this.#waiting.delete(row);
      const at = row * DIMENSIONS;
      // A copy first: the row may move while it is put.
      const placed = this.#placed.subarray(at, at + DIMENSIONS);
      placed.set(vectors.subarray(at, at + DIMENSIONS));
      graph.put(row, placed);
      if (graph.hasRoomFor(placed)) this.#outgrown.delete(row);
      else this.#outgrown.add(row);
      spentMs = nowMs() - startMs;
      if (spentMs > mostMs) break;
    }
    return spentMs;
  }

  nearest(place: Float32Array, size: number, count: number): number[] {
    const graph = this.#graph;
    if (!graph || !this.isWhole || this.#waiting.size > MOST_WAITING) return this.#options.scanner.nearest(place, size, count);
    const vectors = rowsOf(this.#options.memory);
    const best = new BestRows(count);
    const offer = (row: number) => {
      if (row < size) best.offer(row, dot(place, vectors, row * DIMENSIONS));
    };
    for (const row of graph.search(place, count * WIDER)) if (!this.#waiting.has(row) && !this.#outgrown.has(row)) offer(row);
    for (const row of this.#outgrown) if (!this.#waiting.has(row)) offer(row);
    for (const row of this.#waiting) offer(row);
    return best.take();
  }

  /**
   * Finds out how widely searches have to look, and what they and scans take; null where they do not find enough however
   * widely they look.
   */
  calibrate(places: readonly Float32Array[], size: number): Calibrated | null {
    const { scanner, memory, nowMs } = this.#options;
    const best = places.map((place) => scanner.nearest(place, size, AT));
    const scanMs = leastMs(nowMs, 5, (round) => scanner.nearest(places[round % places.length]!, size, AT));
    const count = AT * 6;
    for (const ef of EFS) {
      this.#ef = ef;
      this.#graph?.lookWithin(ef);
      const found = places.map((place) => this.nearest(place, size, count));
      const rows = rowsOf(memory);
      const recalls = places.map((place, i) => recallOf(rows, place, best[i]!, found[i]!) ?? 1);
      const recall = recalls.reduce((sum, of) => sum + of, 0) / recalls.length;
      if (recall < RECALL) continue;
      return { recall, scanMs, graphMs: medianMs(nowMs, places, (place) => this.nearest(place, size, count)) };
    }
    return null;
  }

  #hasMoved(vectors: Float32Array, row: number): boolean {
    let change = 0;
    let length = 0;
    for (let at = row * DIMENSIONS; at < (row + 1) * DIMENSIONS; at++) {
      change += (vectors[at]! - this.#placed[at]!) ** 2;
      length += this.#placed[at]! ** 2;
    }
    // Not the other way round: from or to what is not a number is a move.
    return length === 0 || !(change <= MOVED * MOVED * length);
  }

  #reserve(rows: number): void {
    if (this.#placed.length >= rows * DIMENSIONS) return;
    const grown = new Float32Array(rows * 2 * DIMENSIONS);
    grown.set(this.#placed);
    this.#placed = grown;
  }

  #open(vectors: Float32Array): Graph | null {
    if (this.#graph && this.#outgrown.size <= this.#size * OUTGROWN) return this.#graph;
    this.#outgrown.clear();
    if (this.#graph) for (let row = 0; row < this.#size; row++) this.#waiting.add(row);
    let longest = 0;
    for (let row = 0; row < this.#size; row++) {
      let square = 0;
      for (let at = row * DIMENSIONS; at < (row + 1) * DIMENSIONS; at++) square += vectors[at]! ** 2;
      if (square > longest && Number.isFinite(square)) longest = square;
    }
    try {
      this.#graph = new Graph({ capacity: Math.ceil(this.#size * 1.1) + 16, longest: Math.sqrt(longest) });
      // What was measured of the one before.
      if (this.#ef > 0) this.#graph.lookWithin(this.#ef);
    } catch {
      // No library for this machine: scans are slower and no less right.
      this.#fails = true;
    }
    return this.#graph;
  }
}
