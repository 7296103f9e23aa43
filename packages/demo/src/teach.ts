import { encodeListenEvent, type ListenEvent, type OutboxId, partitionOf } from '@segue/core/events';
import type { Catalogue, EventLog } from '@segue/core/ports';

const BATCH = 250;
const LOOK_EVERY_MS = 20;

export interface Teaching {
  /** 0..1 while it is under way, then null. */
  readonly progress: () => number | null;
  readonly done: Promise<void>;
  stop(): void;
}

export interface TeachDeps {
  readonly log: EventLog;
  readonly catalogue: Catalogue;
  /** What it is remembered under, so that a start after a stop goes on from there. */
  readonly name: string;
  readonly outbox: OutboxId;
  /** The same ones in the same order each time. */
  readonly events: Iterable<ListenEvent>;
  readonly total: number;
  /** The group that learns. */
  readonly group: string;
}

/** Sends a history through the log behind a running app, a batch at a time, waiting for the learner in between. */
export function teach({ log, catalogue, name, outbox, events, total, group }: TeachDeps): Teaching {
  let sent = 0;
  let stopped = false;
  let finished = false;
  const partitions = log.partitions('listens');
  const send = async (batch: readonly ListenEvent[]) => {
    await log.append(
      'listens',
      batch.map((event) => ({
        partition: partitionOf(event.listenerId, partitions),
        key: event.listenerId,
        value: encodeListenEvent(event),
      })),
    );
    sent += batch.length;
    await catalogue.saveImportProgress(name, { outbox, done: sent, refused: 0, finished: sent >= total });
    // A person's gesture must not wait behind all of it: the learner is never more than some batches behind.
    while (!stopped && (await lagOf(log, group)) > BATCH * 2) await pause(LOOK_EVERY_MS);
    await pause(LOOK_EVERY_MS / 4);
  };
  const run = async () => {
    const before = await catalogue.importProgress(name);
    if (before?.finished) return;
    let skip = before?.done ?? 0;
    sent = skip;
    let batch: ListenEvent[] = [];
    for (const event of events) {
      if (stopped) return;
      if (skip-- > 0) continue;
      batch.push(event);
      if (batch.length < BATCH) continue;
      await send(batch);
      batch = [];
    }
    if (batch.length > 0) await send(batch);
    while (!stopped && (await lagOf(log, group)) > 0) await pause(LOOK_EVERY_MS * 5);
  };
  const done = run().finally(() => {
    finished = true;
  });
  return {
    progress: () => (finished ? null : Math.min(1, sent / total)),
    done,
    stop: () => {
      stopped = true;
    },
  };
}

async function lagOf(log: EventLog, group: string): Promise<number> {
  const [ends, committed] = await Promise.all([log.ends('listens'), log.committed(group, 'listens')]);
  return ends.reduce((sum, end, partition) => sum + end - (committed[partition] ?? 0), 0);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
