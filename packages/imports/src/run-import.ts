import { asOutboxId, encodeListenEvent, type ListenEvent, type ListenerId, partitionOf } from '@segue/core/events';
import { hashOf } from '@segue/core/model';
import type { Catalogue, EventLog } from '@segue/core/ports';
import { putTracksOf } from './put-tracks.ts';
import { type Here, refusalOf } from './refusal-of.ts';
import type { ImportedListen, ImportSource, Refusal } from './source.ts';

/** Rows a batch: one append, one progress record. */
const BATCH = 500;

export interface ImportProgressReport {
  /** Rows in the log. */
  readonly done: number;
  /** Rows that go there: all but those refused. */
  readonly total: number;
}

export interface ImportReport extends ImportProgressReport {
  /** Those of the reader, and the rows that do not fit this time and this catalogue. */
  readonly refusals: readonly Refusal[];
}

export interface RunImportDeps {
  readonly log: EventLog;
  readonly catalogue: Catalogue;
  readonly now: () => number;
  readonly onProgress: (report: ImportProgressReport) => void;
  /** Asked between batches; the next run goes on from there. */
  readonly stopped?: () => boolean;
}

interface Row {
  readonly listen: ImportedListen;
  readonly number: number;
  readonly refusal: Refusal | null;
}

/**
 * Sends a history through the log as any event goes. It resumes: how far it came is kept in the catalogue after each
 * batch, and rows sent twice (a stop between append and note) are known by their numbers, which are a function of the
 * source alone.
 */
export async function runImport(source: ImportSource, { log, catalogue, now, onProgress, stopped }: RunImportDeps): Promise<ImportReport> {
  const before = await catalogue.importProgress(source.name);
  const outbox = asOutboxId(`import-${hashOf(source.name).toString(36)}`);
  if (!before) await putTracksOf(source, catalogue);
  const { changed } = await catalogue.changes(0);
  const rows = rowsOf(source.listens, { nowMs: now(), tracks: new Set([...source.tracks, ...changed].map(({ id }) => id)) });
  const refusals = [...source.refusals, ...rows.flatMap(({ refusal }) => refusal ?? [])];
  const total = rows.filter(isTaken).length;
  // Places in the history, refused rows included: what is refused may be another row by the next run.
  let place = before ? Math.min(before.done, rows.length) : 0;
  let done = rows.slice(0, place).filter(isTaken).length;
  const partitions = log.partitions('listens');
  onProgress({ done, total });
  while (place < rows.length && !stopped?.()) {
    const batch = rows.slice(place, place + BATCH);
    const events = batch.filter(isTaken).map(({ listen, number }) => eventOf(listen, { outbox, number, nowMs: now() }));
    if (events.length > 0)
      await log.append(
        'listens',
        events.map((event) => ({
          partition: partitionOf(event.listenerId, partitions),
          key: event.listenerId,
          value: encodeListenEvent(event),
        })),
      );
    place += batch.length;
    done += events.length;
    await catalogue.saveImportProgress(source.name, { outbox, done: place, refused: refusals.length, finished: place === rows.length });
    onProgress({ done, total });
  }
  return { done, total, refusals };
}

/** Rows as they go into the log. A refused one keeps its number: those after it must not depend on when this runs. */
function rowsOf(listens: readonly ImportedListen[], here: Here): Row[] {
  const numbers = new Map<ListenerId, number>();
  return listens.map((listen) => {
    const number = (numbers.get(listen.listenerId) ?? 0) + 1;
    numbers.set(listen.listenerId, number);
    return { listen, number, refusal: refusalOf(listen, here) };
  });
}

const isTaken = ({ refusal }: Row): boolean => refusal === null;

function eventOf(
  { listenerId, atMs, strength, act }: ImportedListen,
  { outbox, number, nowMs }: Pick<ListenEvent, 'outbox' | 'number'> & { readonly nowMs: number },
): ListenEvent {
  return {
    v: 1,
    listenerId,
    outbox,
    number,
    origin: 'imported',
    // An import keeps its own times: what happened then was received then.
    receivedAtMs: atMs ?? nowMs,
    occurredAtMs: atMs ?? nowMs,
    ...(strength === null ? {} : { strength }),
    ...(atMs === null ? { timeless: true as const } : {}),
    act,
  };
}
