import { partitionOf, type TrackId } from '@segue/core/events';
import { type ModelView, packStep, type TrackStep } from '@segue/core/model';
import type { EventLog, LogEntry } from '@segue/core/ports';
import type { TrackSide } from '../listens/vectors.ts';

/** A fleet's track side: reads published states, sends steps through the log, one send at a time, in order. */
export function createLogTrackSide({ log, model }: { readonly log: EventLog; readonly model: ModelView }): TrackSide {
  const waiting = new Map<number, LogEntry[]>();
  const sending = new Map<number, Promise<void>>();
  return {
    flushesAfterTastes: false,
    reset: (partition) => void waiting.delete(partition),
    prepare: async () => {},
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
      // Only the owner of a source partition sends its steps, and it waits for the last send before the next.
      await sending.get(partition);
      const entries = waiting.get(partition) ?? [];
      if (entries.length === 0) return;
      waiting.delete(partition);
      const sent = log.append('track-steps', entries).then(() => {});
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
