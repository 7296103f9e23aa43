import { MemoryCatalogue } from '@segue/backends/memory';
import { asListenerId, type ListenEvent, partitionOf } from '@segue/core/events';
import { EVERYONE } from '@segue/core/model';
import { type Catalogue, type EventLog, GROUPS, type OnlineStore } from '@segue/core/ports';
import { someTracks, trackId, until } from '@segue/core/testing';
import { createWorker, type WorkerDeps } from '../worker.ts';
import { entryOf } from './tape.ts';

export const SEED = 3;
export const nowMs = () => Date.now();

export async function aCatalogue(tracks = 12): Promise<Catalogue> {
  const catalogue = new MemoryCatalogue();
  await catalogue.putTracks(someTracks(tracks));
  return catalogue;
}

export const workerOn = (deps: Pick<WorkerDeps, 'log' | 'store' | 'catalogue'> & Partial<WorkerDeps>) =>
  createWorker({ alone: true, seed: SEED, now: nowMs, ...deps });

export async function appendAll(log: EventLog, events: readonly ListenEvent[]): Promise<void> {
  const partitions = log.partitions('listens');
  await log.append(
    'listens',
    events.map((event) => entryOf(event, partitionOf(event.listenerId, partitions))),
  );
}

/** Waits until the store has applied everything that the log holds. */
export async function untilLearnt(log: EventLog, store: OnlineStore, timeoutMs?: number): Promise<void> {
  const ends = await log.ends('listens');
  const isLearnt = async () => {
    for (const [partition, end] of ends.entries()) if (((await store.tastes.mark(partition))?.offset ?? -1) < end - 1) return false;
    return true;
  };
  await until(isLearnt, 'everything is learnt', timeoutMs);
}

export async function committedOf(log: EventLog, group: keyof typeof GROUPS = 'learn'): Promise<number> {
  const committed = await log.committed(GROUPS[group], group === 'tracks' ? 'track-steps' : 'listens');
  return committed.reduce<number>((sum, next) => sum + (next ?? 0), 0);
}

/** Everything learnt of these listeners and tracks, byte for byte, without the epoch of the log that taught it. */
export async function learntOf(log: EventLog, store: OnlineStore, listeners: readonly string[], tracks = 12) {
  const learnt: Record<string, string | undefined> = {};
  for (const name of listeners) {
    const listener = asListenerId(name);
    const [taste] = await store.tastes.load(partitionOf(listener, log.partitions('listens')), [listener]);
    learnt[name] = taste ? Buffer.from(taste.record).toString('hex') : undefined;
  }
  for (const id of [EVERYONE, ...Array.from({ length: tracks }, (_, i) => trackId(i))]) {
    const [record] = await store.tracks.load(partitionOf(id, log.partitions('track-steps')), [id]);
    learnt[id] = record ? Buffer.from(record).toString('hex') : undefined;
  }
  return learnt;
}
