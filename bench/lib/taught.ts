import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLmdbEventLog, openLmdbOnlineStore } from '@segue/backends/lmdb';
import { MemoryCatalogue } from '@segue/backends/memory';
import { asListenerId, encodeListenEvent, type ListenEvent, partitionOf } from '@segue/core/events';
import { ModelView, type Taste, unpackTaste } from '@segue/core/model';
import { type EventLog, GROUPS, type OnlineStore } from '@segue/core/ports';
import { demoTracks, simulatedListens } from '@segue/demo';
import { ModelFollower } from '@segue/following';
import { createWorker } from '@segue/worker';
import { pause } from './progress.ts';

export interface Taught {
  readonly model: ModelView;
  readonly tastes: readonly Taste[];
  readonly events: number;
  /** CPU seconds of this process from the first record read to the last one stored. */
  readonly cpuSeconds: number;
  close(): Promise<void>;
}

const now = () => performance.timeOrigin + performance.now();
const CHUNK = 2_000;

/**
 * A model that the real learner has learnt, in this process, from simulated listeners on the demo catalogue, by way of the
 * embedded log and store. The log is filled first, so that the CPU seconds are the learner's.
 */
export async function teach({
  tracks: count,
  listeners,
  folder,
}: {
  readonly tracks: number;
  readonly listeners: number;
  readonly folder: string;
}): Promise<Taught> {
  for (const name of ['log', 'store']) mkdirSync(join(folder, name), { recursive: true });
  const log = openLmdbEventLog({ path: join(folder, 'log') });
  const store = openLmdbOnlineStore({ path: join(folder, 'store') });
  const catalogue = new MemoryCatalogue();
  const tracks = demoTracks({ seed: 1, tracks: count, addedAtMs: Date.now() });
  await catalogue.putTracks(tracks);
  const events = await fill(log, simulatedListens({ tracks, listeners, seed: 1, endMs: Date.now() }));

  const worker = createWorker({ log, store, catalogue, alone: true, seed: 1, now });
  const before = process.cpuUsage();
  await worker.start();
  await untilLearnt(log);
  const { user, system } = process.cpuUsage(before);
  await worker.stop();

  const model = new ModelView();
  const follower = new ModelFollower({
    log,
    catalogue,
    model,
    onProblem: (cause) => {
      throw cause;
    },
  });
  await follower.start();
  const tastes = await tastesOf(store, log, Math.min(listeners, 1_000));
  return {
    model,
    tastes,
    events,
    cpuSeconds: (user + system) / 1e6,
    async close() {
      await follower.stop();
      await store.close();
      await log.close();
    },
  };
}

async function fill(log: EventLog, events: Iterable<ListenEvent>): Promise<number> {
  const partitions = log.partitions('listens');
  let count = 0;
  let chunk: ListenEvent[] = [];
  const send = async () => {
    await log.append(
      'listens',
      chunk.map((event) => ({
        partition: partitionOf(event.listenerId, partitions),
        key: event.listenerId,
        value: encodeListenEvent(event),
      })),
    );
    count += chunk.length;
    chunk = [];
  };
  for (const event of events) if (chunk.push(event) === CHUNK) await send();
  if (chunk.length > 0) await send();
  return count;
}

/** Resolves once the learner has committed everything that is in the log. */
export async function untilLearnt(log: EventLog): Promise<void> {
  for (;;) {
    const [ends, committed] = await Promise.all([log.ends('listens'), log.committed(GROUPS.learn, 'listens')]);
    if (ends.every((end, partition) => end <= (committed[partition] ?? 0))) return;
    await pause(50);
  }
}

async function tastesOf(store: OnlineStore, log: EventLog, count: number): Promise<Taste[]> {
  const tastes: Taste[] = [];
  for (let i = 0; i < count; i++) {
    const listener = asListenerId(`simulated-${i}`);
    const [stored] = await store.tastes.load(partitionOf(listener, log.partitions('listens')), [listener]);
    if (stored) tastes.push(unpackTaste(stored.record));
  }
  return tastes;
}
