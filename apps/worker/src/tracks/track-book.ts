import { type Position, partitionOf, type TrackId } from '@segue/core/events';
import {
  applySegmentStep,
  applyStep,
  contentVectorOf,
  freshTrackState,
  isSegment,
  packTrackState,
  type Track,
  type TrackState,
  type TrackStep,
  unpackTrackState,
  zeroVector,
} from '@segue/core/model';
import type { TrackStore } from '@segue/core/ports';

/** Track states held; the least recently used that are saved go first. Some 1.5 KB each. */
const MAX_HELD = 60_000;

/** Records that were packed to be saved, and will be published as they are if nothing steps their track before. */
const MAX_PACKED = 1_000;

/** States of tracks that one writer owns: loaded from the store, stepped in memory, saved in chunks with a mark. */
export class TrackBook {
  readonly #store: TrackStore;
  readonly #partitions: number;
  readonly #trackOf: (id: TrackId) => Track | undefined;
  readonly #held = new Map<TrackId, TrackState>();
  readonly #dirty = new Set<TrackId>();
  readonly #packed = new Map<TrackId, { readonly version: number; readonly record: Uint8Array }>();

  constructor({
    store,
    partitions,
    trackOf,
  }: { readonly store: TrackStore; readonly partitions: number; readonly trackOf: (id: TrackId) => Track | undefined }) {
    this.#store = store;
    this.#partitions = partitions;
    this.#trackOf = trackOf;
  }

  /** After it `state` answers for these. */
  async load(ids: readonly TrackId[]): Promise<void> {
    const byPartition = new Map<number, TrackId[]>();
    for (const id of ids) {
      const held = this.#held.get(id);
      if (held) {
        // To the young end: what is needed now must not go while others are read.
        this.#held.delete(id);
        this.#held.set(id, held);
        continue;
      }
      const partition = partitionOf(id, this.#partitions);
      byPartition.set(partition, [...(byPartition.get(partition) ?? []), id]);
    }
    await Promise.all(
      [...byPartition].map(async ([partition, missing]) => {
        const records = await this.#store.load(partition, missing);
        missing.forEach((id, i) => {
          const record = records[i];
          this.#held.set(id, record ? unpackTrackState(record) : this.#fresh(id));
        });
      }),
    );
  }

  state(id: TrackId): TrackState | undefined {
    return this.#held.get(id);
  }

  /** The record of a track that is held, as it is stored and published. */
  packed(id: TrackId): Uint8Array | undefined {
    const state = this.#held.get(id);
    if (!state) return undefined;
    const known = this.#packed.get(id);
    if (known?.version === state.version) return known.record;
    const record = packTrackState(state);
    this.#packed.delete(id);
    this.#packed.set(id, { version: state.version, record });
    if (this.#packed.size > MAX_PACKED) this.#packed.delete(this.#packed.keys().next().value as TrackId);
    return record;
  }

  /** Steps a loaded track; false where its fence says that it had this step. */
  apply(step: TrackStep): boolean {
    const state = this.#held.get(step.track);
    // A fresh state in its place would be saved over what was learnt.
    if (!state) throw new Error(`the record of ${step.track} was stepped before it was loaded`);
    const applied = isSegment(step.track) ? applySegmentStep(state, step) : applyStep(state, step);
    if (applied) this.#dirty.add(step.track);
    return applied;
  }

  /** Saves what changed since the last save, of one partition of steps, with its mark. Resolves to the ids saved, or null if another writer was there. */
  async save(partition: number, expectedMark: Position | null, nextMark: Position): Promise<readonly TrackId[] | null> {
    const changed = [...this.#dirty].filter((id) => partitionOf(id, this.#partitions) === partition);
    const writes = changed.flatMap((track) => {
      const record = this.packed(track);
      return record ? [{ track, record }] : [];
    });
    for (const id of changed) this.#dirty.delete(id);
    if ((await this.#store.save({ partition, expectedMark, nextMark, writes })) !== 'saved') return null;
    this.#forgetOldest();
    return changed;
  }

  /** Drops everything held of a partition: it may belong to someone else now. */
  drop(partition: number): void {
    for (const id of [...this.#held.keys()]) {
      if (partitionOf(id, this.#partitions) !== partition) continue;
      this.#held.delete(id);
      this.#dirty.delete(id);
      this.#packed.delete(id);
    }
  }

  #fresh(id: TrackId): TrackState {
    const track = this.#trackOf(id);
    return freshTrackState(track ? contentVectorOf(track) : zeroVector());
  }

  #forgetOldest(): void {
    for (const id of this.#held.keys()) {
      if (this.#held.size <= MAX_HELD) return;
      if (!this.#dirty.has(id)) this.#held.delete(id);
    }
  }
}
