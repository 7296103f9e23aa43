import { asOutboxId, encodeListenEvent, type ListenEvent, type ListenerId, partitionOf } from '@segue/core/events';
import { hashOf } from '@segue/core/model';
import type { Catalogue, EventLog } from '@segue/core/ports';
import type { ImportSource } from './source.ts';

/** Rows a batch: one append, one progress record. */
const BATCH = 500;

export interface ImportProgressReport {
  readonly done: number;
  readonly total: number;
  readonly refused: number;
}

export interface RunImportDeps {
  readonly log: EventLog;
  readonly catalogue: Catalogue;
  readonly now: () => number;
  readonly onProgress: (report: ImportProgressReport) => void;
  /** Asked between batches; the next run goes on from there. */
  readonly stopped?: () => boolean;
}

/**
 * Sends a history through the log as any event goes. It resumes: how far it came is kept in the catalogue after each
 * batch, and rows sent twice (a stop between append and note) are known by their numbers, which are a function of the
 * source alone.
 */
export async function runImport(
  source: ImportSource,
  { log, catalogue, now, onProgress, stopped }: RunImportDeps,
): Promise<ImportProgressReport> {
  const before = await catalogue.importProgress(source.name);
  const outbox = asOutboxId(`import-${hashOf(source.name).toString(36)}`);
  const total = source.listens.length;
  const refused = source.refusals.length;
  let done = before ? Math.min(before.done, total) : 0;
  if (!before) await catalogue.putTracks(source.tracks);
  const numbers = new Map<ListenerId, number>();
  const partitions = log.partitions('listens');
  const eventAt = (row: number): ListenEvent | null => {
    const listen = source.listens[row];
    if (!listen) return null;
    const number = (numbers.get(listen.listenerId) ?? 0) + 1;
    numbers.set(listen.listenerId, number);
    const receivedAtMs = now();
    return {
      v: 1,
      listenerId: listen.listenerId,
      outbox,
      number,
      origin: 'imported',
      // An import keeps its own times: what happened then was received then.
      receivedAtMs: listen.atMs ?? receivedAtMs,
      occurredAtMs: listen.atMs ?? receivedAtMs,
      ...(listen.strength === null ? {} : { strength: listen.strength }),
      ...(listen.atMs === null ? { timeless: true as const } : {}),
      act: listen.act,
    };
  };
  // Numbers count from the first row, also of those that an earlier run has sent.
  for (let row = 0; row < done; row++) eventAt(row);
  onProgress({ done, total, refused });
  while (done < total && !stopped?.()) {
    const events: ListenEvent[] = [];
    for (let row = done; row < Math.min(total, done + BATCH); row++) {
      const event = eventAt(row);
      if (event) events.push(event);
    }
    await log.append(
      'listens',
      events.map((event) => ({
        partition: partitionOf(event.listenerId, partitions),
        key: event.listenerId,
        value: encodeListenEvent(event),
      })),
    );
    done += events.length;
    await catalogue.saveImportProgress(source.name, { outbox, done, refused, finished: done === total });
    onProgress({ done, total, refused });
  }
  return { done, total, refused };
}
