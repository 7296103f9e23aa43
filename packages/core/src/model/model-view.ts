import type { TrackId } from '../events/index.ts';
import { TRACK_FEATURES } from '../stream/index.ts';
import { CoListening, type Sums } from './co-listening.ts';
import { contentVectorOf } from './content.ts';
import type { TrackFacts } from './fold.ts';
import { hashOf } from './hash.ts';
import type { Profile } from './listener-state.ts';
import { AlongVectors } from './long-term/along-vectors.ts';
import type { LongTermFit } from './long-term/fit-long-term.ts';
import { FitPieces, isFitPiece } from './long-term/fit-record.ts';
import { type Along, LongTermView } from './long-term/long-term-view.ts';
import { heatOf, referenceOf, shareLeftAt } from './popularity.ts';
import { EVERYONE, isSegment, segmentsOf } from './segment.ts';
import type { Track } from './track.ts';
import { TrackColumns } from './track-columns.ts';
import { freshTrackState, type TrackState, unpackTrackHead, unpackTrackState } from './track-state.ts';
import { addScaled, copyOf, DIMENSIONS, roundedToHalf, type Vector, zeroVector } from './vector.ts';
import { createScanner, openVectorMemory, reserveRows, rowsOf, type VectorMemory } from './vectors/vector-memory.ts';

/** Enough listeners behind a segment's mean to lean on it fully. */
const FIRM_SEGMENT = 20;

/** One track's learnt facts, beside its row in the matrix. */
export interface Learnt {
  readonly version: number;
  readonly knownPeople: number;
  /** The numbers of `TRACK_FEATURES`. */
  readonly features: Float64Array;
}

const NOTHING_LEARNT = freshTrackState(zeroVector());
const UNHEARD: Learnt = {
  version: -1,
  knownPeople: 0,
  features: TRACK_FEATURES.fresh(),
};

interface Gone {
  readonly learnt: Learnt;
  heat: number;
  readonly timeless: number;
  readonly vector: Vector;
}

/**
 * What whoever serves or learns knows about all tracks, in memory: the catalogue's facts, one matrix of vectors (row by
 * row, so that a scan is one run over memory), popularity and co-listening. Rows are dense: removing moves the last one.
 */
export class ModelView {
  #tracks: Track[] = [];
  readonly #rowOf = new Map<TrackId, number>();
  readonly #memory = openVectorMemory();
  readonly #scanner = createScanner(this.#memory, 'owner');
  #matrix = rowsOf(this.#memory);
  #learnt: Learnt[] = [];
  /** What scoring reads, by row. */
  readonly columns = new TrackColumns();
  readonly #together = new CoListening();
  /** States of tracks that the catalogue has not told us yet, and of segments. */
  readonly #early = new Map<TrackId, TrackState>();
  /** What was known of tracks that have gone: a folder that is unplugged comes back. */
  readonly #gone = new Map<TrackId, Gone>();
  readonly #segments = new Map<TrackId, { version: number; vector: Vector; count: number }>();
  #generation = 0;
  #changes = 0;
  #newestListenMs = 0;
  /** What listens are counted at. */
  #referenceMs = 0;
  #shareLeft = 0;
  /** Rows whose vector or track has changed and that nobody has taken yet; null while nobody wants to know. */
  #changedRows: Set<number> | null = null;
  #firstAddedMs = Number.POSITIVE_INFINITY;
  #longTerm: LongTermView | null = null;
  readonly #longTermVectors = new AlongVectors();
  readonly #fitPieces = new FitPieces();
  readonly #rowOfHash = new Map<number, number>();
  readonly #ranks: boolean;

  /** @param ranks false for who only learns: of published states it reads the vectors, a tenth of the work. */
  constructor({ ranks = true }: { readonly ranks?: boolean } = {}) {
    this.#ranks = ranks;
  }
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
  /** Where the matrix lies, for a thread that scans beside this one: it sees every change as it is made. */
  get vectorMemory(): VectorMemory {
    return this.#memory;
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
    return this.columns.genresOf(this.columns.genres[row]!);
  }
  learntAt(row: number): Learnt {
    return this.#learnt[row] ?? UNHEARD;
  }

  setTracks(changed: readonly Track[], removed: readonly TrackId[]): void {
    for (const id of removed) this.#remove(id);
    if (removed.length > 0)
      this.#firstAddedMs = this.#tracks.reduce((first, { addedAtMs }) => Math.min(first, addedAtMs), Number.POSITIVE_INFINITY);
    this.#reserve(this.#tracks.length + changed.length);
    for (const track of changed) this.#put(track);
    if (changed.length === 0 && removed.length === 0) return;
    this.#generation++;
  }

  /** A record of `track-states`: a track's, a segment's or a piece of a long-term fit; one that is not newer is ignored. */
  applyTrackState(id: TrackId, bytes: Uint8Array): void {
    if (isFitPiece(id)) {
      const fit = this.#fitPieces.take(bytes);
      if (fit) this.applyLongTerm(fit);
    } else this.apply(id, this.#ranks ? unpackTrackState(bytes) : { ...NOTHING_LEARNT, ...unpackTrackHead(bytes) });
  }

  /** Of what may be stepped after, the vector and the pairs, it takes copies. */
  apply(id: TrackId, state: TrackState): void {
    if (isSegment(id)) {
      const known = this.#segments.get(id);
      if (!known || state.version > known.version)
        this.#segments.set(id, {
          version: state.version,
          vector: copyOf(state.vector),
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
    this.#together.put(id, state.with);
    const { heat, timeless } = heatOf(state, this.#referenceMs);
    this.columns.heat[row] = heat;
    this.columns.timeless[row] = timeless;
    this.#learnt[row] = {
      version: state.version,
      knownPeople: state.knownPeople.size,
      features: state.features,
    };
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

  /** Takes a long-term fit, unless it has one of more of the log. */
  applyLongTerm(fit: LongTermFit): void {
    const known = this.#longTerm?.fit;
    if (known && (fit.epoch - known.epoch || fit.events - known.events) <= 0) return;
    this.#longTerm = new LongTermView(fit, this.#longTermVectors);
    this.#changes++;
  }

  /** The prefix of the log that the long-term fit is of; null before the first. */
  get longTermOf(): Pick<LongTermFit, 'epoch' | 'events'> | null {
    return this.#longTerm?.fit ?? null;
  }

  /**
   * Adds to `byWeight` and `byCosine` every long-term neighbour of the tracks with these hashes that is in the catalogue; to its
   * weight also what the fit's vectors say of it.
   *
   * @returns what the vectors say of any row; null where there is no fit.
   */
  longTermNeighbours(hashes: Uint32Array, weightOf: (place: number) => number, byWeight: Sums, byCosine: Sums | null): Along | null {
    return this.#longTerm?.neighboursOf(hashes, weightOf, this, byWeight, byCosine) ?? null;
  }

  readonly rowOfHash = (hash: number): number | undefined => this.#rowOfHash.get(hash);

  /** The `count` rows of the largest inner products with `place`, largest first: all are looked at, 3 ns each. */
  nearest(place: Vector, count: number): number[] {
    return this.#scanner.nearest(place, this.#tracks.length, count);
  }

  /**
   * At most `most` rows that have changed since they were last taken; the first time, all. For whoever keeps a graph of
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

  /** Nobody takes them any more: they need not be kept, and the next time is a first one. */
  forgetChangedRows(): void {
    this.#changedRows = null;
  }

  /** Listens, of people and of simulated or imported listeners, decayed to the newest listen of any track. */
  popularityAt(row: number): number {
    return this.columns.heat[row]! * this.#shareLeft + this.columns.timeless[row]!;
  }

  /** When the first track came: a catalogue that was filled at once has nothing new in it. */
  get firstAddedMs(): number {
    return this.#firstAddedMs;
  }

  /** Co-listening: which tracks were heard with which. */
  get together(): Pick<CoListening, 'numberOf' | 'addCompanions' | 'withEach'> {
    return this.#together;
  }

  #put(track: Track): void {
    const known = this.#rowOf.get(track.id);
    if (known !== undefined) {
      this.#tracks[known] = track;
      this.columns.put(known, track);
      if (this.learntAt(known).version < 0) this.#matrix.set(contentVectorOf(track), known * DIMENSIONS);
      this.#changedRows?.add(known);
      return;
    }
    const row = this.#tracks.length;
    this.#tracks.push(track);
    this.#rowOf.set(track.id, row);
    this.#together.place(track.id, row);
    this.#rowOfHash.set(hashOf(track.id), row);
    this.#firstAddedMs = Math.min(this.#firstAddedMs, track.addedAtMs);
    this.#learnt.push(UNHEARD);
    this.columns.put(row, track);
    this.columns.forget(row);
    this.#matrix.set(contentVectorOf(track), row * DIMENSIONS);
    this.#changedRows?.add(row);
    const gone = this.#gone.get(track.id);
    if (gone) {
      this.#gone.delete(track.id);
      this.#learnt[row] = gone.learnt;
      this.columns.heat[row] = gone.heat;
      this.columns.timeless[row] = gone.timeless;
      this.#matrix.set(gone.vector, row * DIMENSIONS);
    }
    const early = this.#early.get(track.id);
    if (early) {
      this.#early.delete(track.id);
      this.apply(track.id, early);
    }
  }

  #remove(id: TrackId): void {
    const row = this.#rowOf.get(id);
    if (row === undefined) return;
    const learnt = this.#learnt[row]!;
    if (learnt !== UNHEARD)
      this.#gone.set(id, {
        learnt,
        heat: this.columns.heat[row]!,
        timeless: this.columns.timeless[row]!,
        vector: this.#matrix.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS),
      });
    this.#together.place(id, null);
    const last = this.#tracks.length - 1;
    if (row !== last) {
      this.#tracks[row] = this.#tracks[last]!;
      this.#learnt[row] = this.#learnt[last]!;
      this.columns.move(last, row);
      this.#rowOf.set(this.#tracks[row]!.id, row);
      this.#together.place(this.#tracks[row]!.id, row);
      this.#rowOfHash.set(hashOf(this.#tracks[row]!.id), row);
      this.#matrix.copyWithin(row * DIMENSIONS, last * DIMENSIONS, (last + 1) * DIMENSIONS);
      this.#changedRows?.add(row);
    }
    this.#tracks.pop();
    this.#learnt.pop();
    this.#rowOf.delete(id);
    this.#rowOfHash.delete(hashOf(id));
  }

  #heardUntil(atMs: number): void {
    if (atMs <= this.#newestListenMs) return;
    this.#newestListenMs = atMs;
    const referenceMs = referenceOf(atMs);
    if (referenceMs !== this.#referenceMs) {
      const left = shareLeftAt(referenceMs, this.#referenceMs);
      for (let row = 0; row < this.size; row++) this.columns.heat[row]! *= left;
      for (const gone of this.#gone.values()) gone.heat *= left;
      this.#referenceMs = referenceMs;
    }
    this.#shareLeft = shareLeftAt(atMs, referenceMs);
  }

  #reserve(rows: number): void {
    if (rows * DIMENSIONS <= this.#matrix.length) return;
    reserveRows(this.#memory, rows);
    this.#matrix = rowsOf(this.#memory);
  }
}
