import type { Position } from '@segue/core/events';
import type { Catalogue, EventLog, LogIdentity, OnlineStore } from '@segue/core/ports';
import { checkLog, checkReadable, RELEARNING } from '@segue/following';
import { createWorker } from '../worker.ts';

export interface RelearnDeps {
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly catalogue: Catalogue;
  readonly seed: number;
  /** ms since 1970, fractions kept. */
  readonly now: () => number;
  /** Forgets what the store holds first; without it a store that holds something is refused. */
  readonly wipe: boolean;
  /** True where a fleet goes on from this store: its tracks learn from `track-steps` after this. */
  readonly fleet: boolean;
  readonly say: (sentence: string) => void;
  readonly isStopped?: () => boolean;
}

const LOOK_EVERY_MS = 200;
const SAID = 20;

/**
 * Teaches an empty store everything that the log holds, in this one process whatever the setting: every event's steps are
 * applied to tracks before the next event is folded, as at first in one process, and what `track-steps` no longer keeps is
 * not needed. Nobody else may be learning meanwhile; until it is done a store of a fleet says so to whoever starts.
 */
export async function relearn({ log, store, catalogue, seed, now, wipe, fleet, say, isStopped = () => false }: RelearnDeps): Promise<void> {
  if (wipe) {
    // Before anything is forgotten.
    await checkReadable(log);
    say('Forgetting what was learnt; sessions stay.');
    await store.forgetLearnt();
  } else await expectEmpty(log, store);
  const identity = await checkLog({ log, store, nowMs: now });
  if (fleet) await store.log.remember({ ...identity, epoch: RELEARNING });

  const ends = await log.ends('listens');
  const total = await leftOf(log, store, ends, identity);
  say(`${total} events to learn.`);
  const worker = createWorker({ log, store, catalogue, alone: true, seed, now, identity });
  await worker.start();
  try {
    for (let said = 0; ; ) {
      const done = total - (await leftOf(log, store, ends, identity));
      if (done >= total) break;
      if (isStopped()) {
        say(`Stopped at ${done} of ${total}. ${fleet ? 'Run it again with --wipe.' : 'The app goes on from here when it starts.'}`);
        return;
      }
      if (done - said >= total / SAID) {
        said = done;
        say(`${done} of ${total} events are learnt.`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    await worker.stop();
  }
  if (fleet) await goOnFromSteps(log, store, identity);
  say(`${total} events are learnt.`);
}

async function expectEmpty(log: EventLog, store: OnlineStore): Promise<void> {
  const marks: (Position | null)[] = [];
  for (let partition = 0; partition < log.partitions('listens'); partition++) marks.push(await store.tastes.mark(partition));
  for (let partition = 0; partition < log.partitions('track-steps'); partition++) marks.push(await store.tracks.mark(partition));
  if (marks.some((mark) => mark !== null)) {
    throw new Error(
      'The store is not empty: it holds what was learnt. `npm run relearn -- --wipe` forgets that and learns everything again from the log; stop api and workers first.',
    );
  }
}

/** Events below `ends` that stand in the log and that the store has not applied. What expired meanwhile nobody can learn. */
async function leftOf(log: EventLog, store: OnlineStore, ends: readonly number[], { epoch }: LogIdentity): Promise<number> {
  const starts = await log.starts('listens');
  let left = 0;
  for (const [partition, end] of ends.entries()) {
    const mark = await store.tastes.mark(partition);
    const applied = mark?.epoch === epoch ? mark.offset + 1 : 0;
    left += Math.max(0, end - Math.max(applied, starts[partition] ?? 0));
  }
  return left;
}

/** Every step that stands in `track-steps` is in the records already: the marks say so to the fleet, in its own terms. */
async function goOnFromSteps(log: EventLog, store: OnlineStore, identity: LogIdentity): Promise<void> {
  const ends = await log.ends('track-steps');
  for (const [partition, end] of ends.entries()) {
    const expectedMark = await store.tracks.mark(partition);
    const nextMark = { epoch: identity.epoch, partition, offset: end - 1 };
    if ((await store.tracks.save({ partition, expectedMark, nextMark, writes: [] })) !== 'saved')
      throw new Error('Another process writes to the store: stop api and workers, then run this again with --wipe.');
  }
  await store.log.remember(identity);
}
