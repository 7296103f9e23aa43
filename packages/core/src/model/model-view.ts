import type { TrackId } from '../events/index.ts';
import { contentVectorOf } from './content.ts';
import type { TrackFacts } from './fold.ts';
import type { Profile } from './listener-state.ts';
import { heatOf, shareLeftAt } from './popularity.ts';
import { EVERYONE, isSegment, segmentsOf } from './segment.ts';
import type { Track } from './track.ts';
import { type TrackState, unpackTrackState } from './track-state.ts';
import { addScaled, DIMENSIONS, roundedToHalf, type Vector, zeroVector } from './vector.ts';

/** Enough listeners behind a segment's mean to lean on it fully. */
const FIRM_SEGMENT = 20;

export interface Companion {
  readonly row: number;
  readonly strength: number;
}

interface CachedCompanions {
  readonly top: readonly Companion[];
  stale: boolean;
  reads: number;
}

const MAX_COMPANIONS = 24;
const REREAD_AFTER = 16;
const MAX_CACHED = 20_000;

/** One track's learnt facts, beside its row in the matrix. */
export interface Learnt {
  readonly version: number;
  /** Listens with a time, as they would count at the reference time; and those of sources without times. */
  readonly heat: number;
  readonly timeless: number;
  readonly knownPeople: number;
  /** Pair weights written under this track, and their sum. */
  readonly with: ReadonlyMap<TrackId, number>;
  readonly withSum: number;
}

const NO_GENRES: readonly string[] = [];
const UNHEARD: Learnt = {
  version: -1,
  heat: 0,
  timeless: 0,
  knownPeople: 0,
  with: new Map(),
  withSum: 0,
};

/**
 * What whoever serves or learns knows about all tracks, in memory: the catalogue's facts, one matrix of vectors (row by
 * row, so that a scan is one run over memory), popularity and co-listening. Rows are dense: removing moves the last one.
 */
export class ModelView {
  #tracks: Track[] = [];
  readonly #rowOf = new Map<TrackId, number>();
  #matrix = new Float32Array(1024 * DIMENSIONS);
  #learnt: Learnt[] = [];
  #genres: (readonly string[])[] = [];
  readonly #genreLists = new Map<string, readonly string[]>();
  /** Pairs are written under the later track and read both ways: for each track, those that name it. */
  readonly #namedBy = new Map<TrackId, Set<TrackId>>();
  /** States of tracks that the catalogue has not told us yet, and of segments. */
  readonly #early = new Map<TrackId, TrackState>();
  readonly #segments = new Map<TrackId, { version: number; vector: Vector; count: number }>();
  #generation = 0;
  #changes = 0;
  readonly #companions = new Map<TrackId, CachedCompanions>();
  #newestListenMs = 0;
  #shareLeft = 0;
  /** Rows whose vector or track has changed and that nobody has taken yet; null while nobody wants to know. */
  #changedRows: Set<number> | null = null;
  #firstAddedMs = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#tracks.length;
  }
  /** Grows whenever tracks come or go: what was derived from rows is void then. */
  get generation(): number {
    return this.#generation;
  }
  /** Grows with every learnt state that is applied. */
  get changes(): number {
    return this.#changes;
  }
  /** Row-major, `size` rows of `DIMENSIONS`; valid until the next `setTracks`. */
  get matrix(): Float32Array {
    return this.#matrix;
  }
  tracks(): readonly Track[] {
    return this.#tracks;
  }
  track(id: TrackId): Track | undefined {
    const row = this.#rowOf.get(id);
    return row === undefined ? undefined : this.#tracks[row];
  }
  rowOf(id: TrackId): number | undefined {
    return this.#rowOf.get(id);
  }
  trackAt(row: number): Track {
    const track = this.#tracks[row];
    if (!track) throw new RangeError(`no track in row ${row} of ${this.#tracks.length}`);
    return track;
  }
  /** The track's genres; the same list for all tracks that have the same ones. */
  genresAt(row: number): readonly string[] {
    return this.#genres[row] ?? NO_GENRES;
  }
  learntAt(row: number): Learnt {
    return this.#learnt[row] ?? UNHEARD;
  }

  setTracks(changed: readonly Track[], removed: readonly TrackId[]): void {
    for (const id of removed) this.#remove(id);
    this.#reserve(this.#tracks.length + changed.length);
    for (const track of changed) this.#put(track);
    if (changed.length === 0 && removed.length === 0) return;
    this.#generation++;
    // Companions hold row numbers, and removing moves rows.
    if (removed.length > 0) this.#companions.clear();
  }

  /** A record of `track-states`; a version that is not newer is ignored. */
  applyTrackState(id: TrackId, bytes: Uint8Array): void {
    this.apply(id, unpackTrackState(bytes));
  }

  apply(id: TrackId, state: TrackState): void {
    if (isSegment(id)) {
      const known = this.#segments.get(id);
      if (!known || state.version > known.version)
        this.#segments.set(id, {
          version: state.version,
          vector: Float32Array.from(state.vector),
          count: state.people.value,
        });
      return;
    }
    const row = this.#rowOf.get(id);
    if (row === undefined) {
      const early = this.#early.get(id);
      if (!early || state.version >= early.version) this.#early.set(id, state);
      return;
    }
    const known = this.#learnt[row]!;
    if (state.version < known.version) return;
    this.#changes++;
    this.#heardUntil(Math.max(state.people.atMs, state.others.atMs));
    this.#matrix.set(state.vector, row * DIMENSIONS);
    this.#changedRows?.add(row);
    for (const other of known.with.keys()) if (!state.with.has(other)) this.#namedBy.get(other)?.delete(id);
    for (const other of state.with.keys()) this.#naming(other).add(id);
    this.#learnt[row] = {
      version: state.version,
      ...heatOf(state),
      knownPeople: state.knownPeople.length,
      with: new Map(state.with),
      withSum: sumOf(state.with),
    };
    this.#stale(id);
    for (const other of state.with.keys()) this.#stale(other);
  }

  /** As learners read it: rounded, so that what is stored of a fold is what was folded. */
  vectorOf(id: TrackId): Vector | null {
    const row = this.#rowOf.get(id);
    return row === undefined ? null : roundedToHalf(this.#matrix, row * DIMENSIONS);
  }

  factsOf(id: TrackId): TrackFacts | null {
    const track = this.track(id);
    return track
      ? {
          artistId: track.artistId,
          genre: track.genres[0] ?? '',
          tempoBpm: track.tempoBpm,
          energy: track.energy,
        }
      : null;
  }

  /** The mean of listeners like these, else of all; rounded; null where nobody was heard. */
  priorOf(profile: Profile): Vector | null {
    const sum = zeroVector();
    let weight = 0;
    for (const id of segmentsOf(profile)) {
      const segment = this.#segments.get(id);
      if (!segment) continue;
      // What the listener told us says more than the mean of all.
      const own = (id === EVERYONE ? 0.5 : 1) * Math.min(1, segment.count / FIRM_SEGMENT);
      addScaled(sum, segment.vector, own);
      weight += own;
    }
    if (weight === 0) return null;
    for (let i = 0; i < DIMENSIONS; i++) sum[i] = sum[i]! / weight;
    return roundedToHalf(sum);
  }

  /** u·v for every row, into `out` (length at least `size`). */
  scan(vector: Vector, out: Float32Array): void {
    const matrix = this.#matrix;
    const rows = this.#tracks.length;
    for (let row = 0, at = 0; row < rows; row++) {
      // Four sums that do not wait for each other.
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = 0; i < DIMENSIONS; i += 4, at += 4) {
        a += vector[i]! * matrix[at]!;
        b += vector[i + 1]! * matrix[at + 1]!;
        c += vector[i + 2]! * matrix[at + 2]!;
        d += vector[i + 3]! * matrix[at + 3]!;
      }
      out[row] = a + b + (c + d);
    }
  }

  /**
   * At most `most` rows that have changed since they were last taken; the first time, all. For whoever keeps an index of
   * the vectors: one taker.
   */
  takeChangedRows(most: number): Int32Array<ArrayBuffer> {
    this.#changedRows ??= new Set(this.#tracks.keys());
    const taken: number[] = [];
    for (const row of this.#changedRows) {
      if (taken.length === most) break;
      this.#changedRows.delete(row);
      if (row < this.#tracks.length) taken.push(row);
    }
    return Int32Array.from(taken);
  }

  /** Listens, of people and of simulated or imported listeners, decayed to the newest listen of any track. */
  popularityAt(row: number): number {
    const { heat, timeless } = this.#learnt[row] ?? UNHEARD;
    return heat * this.#shareLeft + timeless;
  }

  /** When the first track came: a catalogue that was filled at once has nothing new in it. */
  get firstAddedMs(): number {
    return this.#firstAddedMs;
  }

  /**
   * The strongest companions of a track, as cosines of co-listening (0..1), strongest first. Kept until pairs
   * have changed and it was read `REREAD_AFTER` times since it was worked out: a popular track is named by hundreds.
   */
  topCompanionsOf(id: TrackId): readonly Companion[] {
    const cached = this.#companions.get(id);
    if (cached && !(++cached.reads > REREAD_AFTER && cached.stale)) return cached.top;
    const own = this.#totalOf(id);
    const top: Companion[] = [];
    for (const [track, weight] of this.companionsOf(id)) {
      const row = this.#rowOf.get(track);
      if (row !== undefined)
        top.push({
          row,
          strength: weight / Math.sqrt((own + 1) * (this.learntAt(row).withSum + 1)),
        });
    }
    top.sort((a, b) => b.strength - a.strength || a.row - b.row);
    top.length = Math.min(top.length, MAX_COMPANIONS);
    if (this.#companions.size > MAX_CACHED) this.#companions.clear();
    this.#companions.set(id, { top, stale: false, reads: 0 });
    return top;
  }

  #totalOf(id: TrackId): number {
    const row = this.#rowOf.get(id);
    return row === undefined ? 0 : this.learntAt(row).withSum;
  }

  #stale(id: TrackId): void {
    const cached = this.#companions.get(id);
    if (cached) cached.stale = true;
  }

  /** Co-listening of one track, both ways a pair may have been written, as raw weights. */
  companionsOf(id: TrackId): Map<TrackId, number> {
    const row = this.#rowOf.get(id);
    const out = new Map(row === undefined ? [] : this.learntAt(row).with);
    for (const other of this.#namedBy.get(id) ?? []) {
      const otherRow = this.#rowOf.get(other);
      if (otherRow === undefined) continue;
      out.set(other, (out.get(other) ?? 0) + (this.learntAt(otherRow).with.get(id) ?? 0));
    }
    return out;
  }

  #put(track: Track): void {
    const known = this.#rowOf.get(track.id);
    if (known !== undefined) {
      this.#tracks[known] = track;
      this.#genres[known] = this.#listOf(track.genres);
      if (this.learntAt(known).version < 0) this.#matrix.set(contentVectorOf(track), known * DIMENSIONS);
      this.#changedRows?.add(known);
      return;
    }
    const row = this.#tracks.length;
    this.#tracks.push(track);
    this.#rowOf.set(track.id, row);
    this.#firstAddedMs = Math.min(this.#firstAddedMs, track.addedAtMs);
    this.#learnt.push(UNHEARD);
    this.#genres.push(this.#listOf(track.genres));
    this.#matrix.set(contentVectorOf(track), row * DIMENSIONS);
    this.#changedRows?.add(row);
    const early = this.#early.get(track.id);
    if (early) {
      this.#early.delete(track.id);
      this.apply(track.id, early);
    }
  }

  #remove(id: TrackId): void {
    const row = this.#rowOf.get(id);
    if (row === undefined) return;
    for (const other of this.learntAt(row).with.keys()) this.#namedBy.get(other)?.delete(id);
    const last = this.#tracks.length - 1;
    if (row !== last) {
      this.#tracks[row] = this.#tracks[last]!;
      this.#learnt[row] = this.#learnt[last]!;
      this.#genres[row] = this.#genres[last]!;
      this.#rowOf.set(this.#tracks[row]!.id, row);
      this.#matrix.copyWithin(row * DIMENSIONS, last * DIMENSIONS, (last + 1) * DIMENSIONS);
      this.#changedRows?.add(row);
    }
    this.#tracks.pop();
    this.#learnt.pop();
    this.#genres.pop();
    this.#rowOf.delete(id);
  }

  #heardUntil(atMs: number): void {
    if (atMs <= this.#newestListenMs) return;
    this.#newestListenMs = atMs;
    this.#shareLeft = shareLeftAt(atMs);
  }

  #naming(id: TrackId): Set<TrackId> {
    let set = this.#namedBy.get(id);
    if (!set) {
      set = new Set();
      this.#namedBy.set(id, set);
    }
    return set;
  }

  #listOf(genres: readonly string[]): readonly string[] {
    const key = genres.join('\n');
    const known = this.#genreLists.get(key) ?? genres;
    this.#genreLists.set(key, known);
    return known;
  }

  #reserve(rows: number): void {
    if (rows * DIMENSIONS <= this.#matrix.length) return;
    const grown = new Float32Array(Math.max(rows, Math.ceil(this.#matrix.length / DIMENSIONS) * 2) * DIMENSIONS);
    grown.set(this.#matrix);
    this.#matrix = grown;
  }
}

function sumOf(weights: ReadonlyMap<TrackId, number>): number {
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  return sum;
}
