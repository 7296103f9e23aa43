import type { TrackId } from '@segue/core/events';
import type { FoldContext, Profile, TrackStep } from '@segue/core/model';

/**
 * Where the learner reads tracks from and where its steps to them go. In a fleet: a view that follows `track-states`, and
 * the topic `track-steps`. In one process: the book of tracks itself, both ways, so that an event's track steps are
 * applied before the next event is folded (L3).
 */
export interface TrackSide extends FoldContext {
  /** Makes `vectorOf` and `priorOf` answer for these without waiting. */
  prepare(tracks: readonly TrackId[], profiles: readonly Profile[]): Promise<void>;
  /** A track by chance, the same for the same hash; null while the catalogue is empty. */
  trackByChance(hash: number): TrackId | null;
  /** Takes the steps of one event, in order. */
  take(steps: readonly TrackStep[]): void;
  /** Resolves once everything taken of this partition is where it outlives this process. */
  flush(partition: number): Promise<void>;
  /** True where tastes must be saved before `flush`; else both go side by side. */
  readonly flushesAfterTastes: boolean;
  /** Something failed half-way: forget what was taken and not flushed; it will be taken again. */
  reset(partition: number): void;
}
