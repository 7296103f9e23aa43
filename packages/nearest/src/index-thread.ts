import { DIMENSIONS, dot } from '@segue/core/model';
import { Graph } from './graph.ts';
import type { FromIndex, IndexState, ToIndex } from './messages.ts';
import { scan } from './scan.ts';

export interface IndexThreadOptions {
  readonly send: (message: FromIndex) => void;
  /** ms, any clock that only goes forward. */
  readonly nowMs: () => number;
  /** How widely a search looks: measured recall decides. */
  readonly ef?: number;
}

/** `bench/recommend` prints what it comes to at 100,000 tracks. */
const EF = 400;
/** A search may wait this long behind updates. */
const SLICE_MS = 2;
/** Of this thread's time, what updates may take: searches come first. */
const UPDATE_SHARE = 0.3;
/** A row is put anew once its vector has moved by this share of its length: the rank reads the true vector anyway. */
const MOVED = 0.08;
/** One search in so many is compared with the scan. */
const SAMPLE = 100;
/** With this share of vectors longer than the graph was made for it is made anew. */
const OUTGROWN = 0.01;
const AT = 10;

/**
 * The index's thread, without the thread: a copy of all vectors, a graph over them, and searches in between. Until the
 * graph has every row, and where its library cannot be loaded, searches are exact scans.
 */
export class IndexThread {
  readonly #options: IndexThreadOptions;
  #vectors = new Float32Array(0);
  /** As the graph has them. */
  #placed = new Float32Array(0);
  #size = 0;
  #graph: Graph | null = null;
  #graphFails = false;
  /** Every vector came once: how long the longest is, which the graph has to know, is known. */
  #hasAll = false;
  /** Rows that the graph has not, or has elsewhere; in the order of their coming. */
  readonly #waiting = new Set<number>();
  #searches = 0;
  #recallAt10: number | null = null;
  #busyMs = 0;

  constructor(options: IndexThreadOptions) {
    this.#options = options;
  }

  take(message: ToIndex): void {
    const startMs = this.#options.nowMs();
    if (message.type === 'rows') {
      this.#takeRows(message.rows, message.vectors, message.size);
      this.#hasAll ||= !message.more;
    } else this.#options.send({ type: 'found', id: message.id, rows: Int32Array.from(this.#search(message.place, message.count)) });
    this.#busyMs += this.#options.nowMs() - startMs;
  }

  /** Works on what waits for a slice of time; resolves to how long to rest after it, or null where nothing waits. */
  work(): number | null {
    if (this.#waiting.size === 0 || this.#graphFails || !this.#hasAll) return null;
    const startMs = this.#options.nowMs();
    const graph = this.#open();
    if (!graph) return null;
    let spentMs = 0;
    for (const row of this.#waiting) {
      this.#waiting.delete(row);
      if (row >= this.#size) graph.remove(row);
      else {
        graph.put(row, this.#vectors);
        this.#placed.set(this.#vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), row * DIMENSIONS);
      }
      spentMs = this.#options.nowMs() - startMs;
      if (spentMs > SLICE_MS) break;
    }
    this.#busyMs += spentMs;
    // While rows are missing altogether every search is a scan: better to be done with it.
    return graph.size < this.#size ? 0 : spentMs * (1 / UPDATE_SHARE - 1);
  }

  state(): IndexState {
    const { size, indexed, waiting } = { size: this.#size, indexed: this.#graph?.size ?? 0, waiting: this.#waiting.size };
    return { indexed, size, waiting, recallAt10: this.#recallAt10, busySeconds: this.#busyMs / 1000 };
  }

  #takeRows(rows: Int32Array, vectors: Float32Array, size: number): void {
    const wanted = Math.max(size, ...rows.slice(-1)) * DIMENSIONS;
    if (this.#vectors.length < wanted) {
      this.#vectors = grown(this.#vectors, wanted * 2);
      this.#placed = grown(this.#placed, wanted * 2);
    }
    for (let row = size; row < this.#size; row++) this.#waiting.add(row);
    this.#size = size;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      this.#vectors.set(vectors.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS), row * DIMENSIONS);
      if (this.#hasMoved(row)) this.#waiting.add(row);
    }
  }

  #hasMoved(row: number): boolean {
    let change = 0;
    let length = 0;
    for (let at = row * DIMENSIONS; at < (row + 1) * DIMENSIONS; at++) {
      change += (this.#vectors[at]! - this.#placed[at]!) ** 2;
      length += this.#placed[at]! ** 2;
    }
    return length === 0 || change > MOVED * MOVED * length;
  }

  #search(place: Float32Array, count: number): readonly number[] {
    const graph = this.#graph;
    if (!graph || graph.size < this.#size) return scan(this.#vectors, this.#size, place, count);
    const found = graph.search(place, count).filter((row) => row < this.#size);
    if (this.#searches++ % SAMPLE === 0) this.#sample(place, found);
    return found;
  }

  #sample(place: Float32Array, found: readonly number[]): void {
    const best = scan(this.#vectors, this.#size, place, AT);
    const last = best.at(-1);
    if (last === undefined) return;
    // One as good as the last of them counts: many tracks are alike.
    const least = dot(place, this.#vectors, last * DIMENSIONS) - 1e-6;
    const hits = found.filter((row) => dot(place, this.#vectors, row * DIMENSIONS) >= least).length;
    const recall = Math.min(best.length, hits) / best.length;
    this.#recallAt10 = this.#recallAt10 === null ? recall : this.#recallAt10 + (recall - this.#recallAt10) * 0.1;
  }

  #open(): Graph | null {
    if (this.#graph && this.#graph.outgrown <= this.#size * OUTGROWN) return this.#graph;
    if (this.#graph) for (let row = 0; row < this.#size; row++) this.#waiting.add(row);
    let longest = 0;
    for (let row = 0; row < this.#size; row++) {
      let square = 0;
      for (let at = row * DIMENSIONS; at < (row + 1) * DIMENSIONS; at++) square += this.#vectors[at]! ** 2;
      longest = Math.max(longest, square);
    }
    try {
      this.#graph = new Graph({ capacity: Math.ceil(this.#size * 1.1) + 16, longest: Math.sqrt(longest), ef: this.#options.ef ?? EF });
    } catch {
      // No library for this machine: scans are slower and no less right.
      this.#graphFails = true;
    }
    return this.#graph;
  }
}

function grown(from: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const to = new Float32Array(length);
  to.set(from);
  return to;
}
