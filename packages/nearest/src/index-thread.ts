import { createScanner, DIMENSIONS, rowsOf, type VectorMemory, type VectorScanner } from '@segue/core/model';
import { GraphSearch } from './graph-search.ts';
import { leastMs } from './measuring.ts';
import type { FromIndex, IndexState, Method, ToIndex } from './messages.ts';
import { recallOf } from './recall.ts';
import { scanPlainly } from './scan-plainly.ts';

export interface IndexThreadOptions {
  readonly memory: VectorMemory;
  readonly size: number;
  /** What measuring should come to; it decides by itself without it. */
  readonly method?: Method | undefined;
  readonly send: (message: FromIndex) => void;
  /** ms, any clock that only goes forward. */
  readonly nowMs: () => number;
}

/** A scan that takes no longer is never worth a graph, fast as that may be: it finds all there is, needs no memory, and no row has to be put. */
const SCAN_IS_FAST_MS = 0.7;
/** The choice is made anew once the catalogue has grown or shrunk by this factor. */
const MEASURE_AGAIN = 1.5;
const ROUNDS = 25;
/** Real places that are kept to measure with. */
const PLACES = 64;
/** A search may wait this long behind updates. */
const SLICE_MS = 2;
/** Of this thread's time, what updates may take: searches come first. */
const UPDATE_SHARE = 0.3;
/** One search of a graph in so many is compared with a scan of all rows; one scan in more with a plainer, much slower one. */
const SAMPLE = { graph: 50, scan: 1_000 } as const;
/** Below it the graph is measured anew: it has to look more widely than it did. */
const TOO_LOW = 0.985;
const AT = 10;
const MOST_WANTED = 64;

/**
 * The index's thread, without the thread: searches over the rows that it shares with the model. It measures what a scan
 * takes; where that is too long it makes a graph beside it, and measures again which of the two is faster.
 */
export class IndexThread {
  readonly #options: IndexThreadOptions;
  readonly #scanner: VectorScanner;
  #graph: GraphSearch | null = null;
  #method: Method | null = null;
  #size: number;
  #measuredSize = 0;
  #scanMs: number | null = null;
  #graphMs: number | null = null;
  readonly #places: Float32Array[] = [];
  #searches = 0;
  /** A search that is to be compared, once nobody waits. */
  #sampled: { readonly place: Float32Array; readonly found: readonly number[] } | null = null;
  #recallAt10: number | null = null;
  #busyMs = 0;

  constructor(options: IndexThreadOptions) {
    this.#options = options;
    this.#size = options.size;
    this.#scanner = createScanner(options.memory, 'helper');
  }

  take(message: ToIndex): void {
    const startMs = this.#options.nowMs();
    this.#size = message.size;
    if (message.type === 'moved') this.#graph?.moved(message.rows, message.size);
    else this.#options.send({ type: 'found', id: message.id, rows: Int32Array.from(this.#search(message.place, message.count)) });
    this.#busyMs += this.#options.nowMs() - startMs;
  }

  /** What is to be done while nobody waits, for a slice of time; returns how long to rest after it, or null where nothing is. */
  work(): number | null {
    const startMs = this.#options.nowMs();
    const rests = this.#measure() ?? this.#compare() ?? this.#put();
    this.#busyMs += this.#options.nowMs() - startMs;
    return rests;
  }

  state(): IndexState {
    return {
      method: this.#method,
      wantsMoves: this.#graph !== null,
      scanMs: this.#scanMs,
      graphMs: this.#graphMs,
      indexed: this.#method === 'graph' ? (this.#graph?.indexed ?? 0) : this.#size,
      size: this.#size,
      waiting: this.#graph?.waiting ?? 0,
      recallAt10: this.#recallAt10,
      busySeconds: this.#busyMs / 1000,
    };
  }

  #search(place: Float32Array, count: number): readonly number[] {
    this.#places[this.#searches % PLACES] = place;
    const by = this.#method === 'graph' ? this.#graph : null;
    const found = (by ?? this.#scanner).nearest(place, this.#size, count);
    if (this.#searches++ % SAMPLE[by ? 'graph' : 'scan'] === 0 && count >= AT) this.#sampled = { place, found };
    return found;
  }

  /** What a scan takes, and whether that is short enough; the next slices make a graph otherwise. */
  #measure(): number | null {
    const size = this.#size;
    const changed = Math.max(size, this.#measuredSize) / Math.max(1, Math.min(size, this.#measuredSize));
    if (size === 0 || changed < MEASURE_AGAIN) return null;
    this.#measuredSize = size;
    const { method, nowMs, memory } = this.#options;
    this.#scanMs = leastMs(nowMs, ROUNDS, (round) => this.#scanner.nearest(this.#placeOf(round), size, MOST_WANTED));
    const isEnough = method ? method === 'scan' : this.#scanMs <= SCAN_IS_FAST_MS;
    this.#graphMs = null;
    this.#graph = isEnough ? null : (this.#graph ?? new GraphSearch({ memory, scanner: this.#scanner, nowMs }));
    this.#graph?.moved(new Int32Array(0), size);
    this.#decide('scan');
    return 0;
  }

  #compare(): number | null {
    const sampled = this.#sampled;
    if (!sampled) return null;
    this.#sampled = null;
    const { place, found } = sampled;
    const rows = rowsOf(this.#options.memory);
    const best =
      this.#method === 'graph'
        ? this.#scanner.nearest(place, this.#size, AT)
        : scanPlainly(rows, this.#size, place, Math.min(AT, this.#size));
    const recall = recallOf(rows, place, best, found);
    if (recall === null) return 0;
    this.#recallAt10 = this.#recallAt10 === null ? recall : this.#recallAt10 + (recall - this.#recallAt10) * 0.1;
    if (this.#method === 'graph' && this.#recallAt10 < TOO_LOW) this.#calibrate();
    return 0;
  }

  #put(): number | null {
    const graph = this.#graph;
    const spentMs = graph?.work(SLICE_MS) ?? null;
    if (graph?.fails) {
      // Nothing is asked for any more: rows would be told of, and nobody would put them.
      this.#graph = null;
      this.#decide('scan');
    }
    if (!graph || spentMs === null) return null;
    if (this.#graphMs === null && graph.isWhole && graph.waiting === 0) this.#calibrate();
    // While rows are missing altogether every search is a scan: better to be done with it.
    return graph.isWhole ? spentMs * (1 / UPDATE_SHARE - 1) : 0;
  }

  #calibrate(): void {
    const places = this.#places.length > 0 ? this.#places : Array.from({ length: PLACES / 2 }, (_, i) => this.#placeOf(i));
    const measured = this.#graph?.calibrate(places, this.#size) ?? null;
    const isFaster = measured !== null && measured.scanMs > SCAN_IS_FAST_MS && measured.graphMs < measured.scanMs;
    if (measured) ({ graphMs: this.#graphMs, scanMs: this.#scanMs } = measured);
    this.#recallAt10 = measured?.recall ?? null;
    const isTaken = isFaster || this.#options.method === 'graph';
    // One that is not taken would only cost: rows would be put, and nobody would search it.
    if (!isTaken) this.#graph = null;
    this.#decide(isTaken ? 'graph' : 'scan');
  }

  #decide(method: Method): void {
    this.#method = method;
    this.#options.send({ type: 'state', ...this.state() });
  }

  /** A place that somebody asked from; a row's own vector before anybody did. */
  #placeOf(round: number): Float32Array {
    const asked = this.#places[round];
    if (asked) return asked;
    const at = ((round * 7_919) % this.#size) * DIMENSIONS;
    return rowsOf(this.#options.memory).slice(at, at + DIMENSIONS);
  }
}
