import { type Position, partitionOf } from '@segue/core/events';
import { isSegment, ModelView, roundedToHalf, segmentsOf } from '@segue/core/model';
import type { TrackStore } from '@segue/core/ports';
import type { TrackSide } from '../listens/vectors.ts';
import type { KnowTracks } from './known-tracks.ts';
import { chanceIn } from './log-track-side.ts';
import type { StatePublisher } from './state-publisher.ts';
import type { TrackBook } from './track-book.ts';

/**
 * One process's track side: steps are applied to the book as they are taken, before the next event is folded, and saved
 * after the tastes of the chunk: a crash in between leaves tastes ahead of tracks, which redelivery makes up for from the
 * rings, to the bit (L2, L3). The model view is the catalogue's facts; vectors are the book's own.
 */
export function createBookTrackSide({
  book,
  store,
  publisher,
  model,
  know,
  partitions,
  epoch,
}: {
  readonly book: TrackBook;
  readonly store: TrackStore;
  readonly publisher: StatePublisher;
  readonly model: ModelView;
  readonly know: KnowTracks;
  readonly partitions: number;
  readonly epoch: number;
}): TrackSide {
  const marks = new Map<number, Position | null>();
  const touched = new Set<number>();
  let steps = 0;
  // Of segments the book's own, too: published ones may be ahead of a store that lost its last second, or is taught anew.
  let segments = new ModelView();
  return {
    flushesAfterTastes: true,
    reset() {
      for (let partition = 0; partition < partitions; partition++) book.drop(partition);
      touched.clear();
      marks.clear();
      segments = new ModelView();
    },
    async prepare(tracks, profiles) {
      await know(tracks);
      const people = [{ country: null, ageBand: null, genres: [] }, ...profiles].flatMap((profile) => segmentsOf(profile));
      await book.load([...new Set([...tracks, ...people])]);
    },
    vectorOf(track) {
      const state = book.state(track);
      return model.track(track) && state ? roundedToHalf(state.vector) : null;
    },
    factsOf: (track) => model.factsOf(track),
    priorOf(profile) {
      for (const id of segmentsOf(profile)) {
        const state = book.state(id);
        if (state && state.version >= 0) segments.apply(id, state);
      }
      return segments.priorOf(profile);
    },
    trackByChance: (hash) => chanceIn(model, hash),
    take(taken) {
      for (const step of taken) {
        if (!isSegment(step.track) && !model.track(step.track)) continue;
        if (book.apply(step)) touched.add(partitionOf(step.track, partitions));
        steps++;
      }
    },
    async flush() {
      const due = [...touched];
      touched.clear();
      for (const partition of due) {
        if (!marks.has(partition)) marks.set(partition, await store.mark(partition));
        const expected = marks.get(partition) ?? null;
        // No log of steps here: the mark counts saves, and only guards against a second process.
        const next = { epoch, partition, offset: (expected?.epoch === epoch ? expected.offset : -1) + 1 + steps };
        const saved = await book.save(partition, expected, next);
        if (!saved) {
          marks.delete(partition);
          book.drop(partition);
          throw new Error(`the tracks of partition ${partition} were written by another process`);
        }
        marks.set(partition, next);
        publisher.changed(saved);
      }
    },
  };
}
