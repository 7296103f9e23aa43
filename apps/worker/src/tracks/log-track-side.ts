import { partitionOf, type TrackId } from '@segue/core/events';
import { type ModelView, packStep, type TrackStep } from '@segue/core/model';
import type { EventLog, LogEntry } from '@segue/core/ports';
import type { TrackSide } from '../listens/vectors.ts';
import type { KnowTracks } from './known-tracks.ts';

/** A fleet's track side: reads published states, sends steps through the log, one send at a time, in order. */
export function createLogTrackSide({
  log,
  model,
  know,
}: {
  readonly log: EventLog;
  readonly model: ModelView;
  readonly know: KnowTracks;
}): TrackSide {
  const waiting = new Map<number, LogEntry[]>();
  /** The last send of each source partition, failed or not. */
  const sending = new Map<number, Promise<unknown>>();
  return {
    flushesAfterTastes: false,
    reset: (partition) => void waiting.delete(partition),
    prepare: (tracks) => know(tracks),
    vectorOf: (track) => model.vectorOf(track),
    factsOf: (track) => model.factsOf(track),
    priorOf: (profile) => model.priorOf(profile),
    trackByChance: (hash) => chanceIn(model, hash),
    take(steps) {
      for (const step of steps) {
        const entries = waiting.get(step.source.partition) ?? [];
        entries.push(entryOf(log, step));
        waiting.set(step.source.partition, entries);
      }
    },
    async flush(partition) {
      // Taken at once: whoever calls must hear of its own steps, also where an earlier call that nobody waits for any more hangs.
      const entries = waiting.get(partition);
      if (!entries) return;
      waiting.delete(partition);
      // Only the owner of a source partition sends its steps, and the last send is over before the next.
      const sent = (sending.get(partition) ?? Promise.resolve()).then(() => log.append('track-steps', entries));
      sending.set(
        partition,
        sent.catch(() => {}),
      );
      await sent;
    },
  };
}

function entryOf(log: EventLog, step: TrackStep): LogEntry {
  return { partition: partitionOf(step.track, log.partitions('track-steps')), key: step.track, value: packStep(step) };
}

export function chanceIn(model: ModelView, hash: number): TrackId | null {
  return model.size === 0 ? null : model.trackAt(hash % model.size).id;
}
