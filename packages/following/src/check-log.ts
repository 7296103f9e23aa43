import { AppError } from '@segue/core/errors';
import type { EventLog, LogIdentity, OnlineStore } from '@segue/core/ports';
import { readIdentity, writeIdentity } from './identity-record.ts';

export interface CheckLogDeps {
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly nowMs: () => number;
  /** True where tracks learn from `track-steps`: their marks are offsets of it then, and are checked too. */
  readonly stepsInLog?: boolean;
}

/** Remembered while a store is taught anew, and only then: a real epoch is later than 1970. */
export const RELEARNING = 0;

const TAKE_TURNS_SECONDS = 15;
const TRIES = 100;
const TRY_EVERY_MS = 200;

const HOW =
  'If this is meant, run `npm run log -- adopt`, which raises the epoch; or `npm run relearn -- --wipe`, which forgets what was learnt and learns all of this log.';

/**
 * At every start, before anything is read or written (L13): the log must be the one that the online store was taught
 * from. Makes the identity where there is neither a log nor a store with one. An emptied store is no error: its marks
 * are gone, so that the learner rewinds to the beginning by itself.
 */
export async function checkLog({ log, store, nowMs, stepsInLog = false }: CheckLogDeps): Promise<LogIdentity> {
  const remembered = await store.log.recall();
  if (remembered?.epoch === RELEARNING) {
    throw new AppError(
      'log_replaced',
      'The store is being taught anew, or that was interrupted. Wait for `npm run relearn` to end, or run `npm run relearn -- --wipe` again.',
    );
  }
  const found = await readIdentity(log);
  const identity = found ?? (remembered ? null : await makeIdentity({ log, store, nowMs }));
  if (!identity)
    throw new AppError(
      'log_replaced',
      `The log has no identity, but the store was taught from a log of epoch ${remembered?.epoch}: the log was replaced or emptied. ${HOW}`,
    );
  if (remembered && remembered.epoch !== identity.epoch) {
    throw new AppError(
      'log_replaced',
      `The log is of epoch ${identity.epoch}, the store was taught from epoch ${remembered.epoch}. ${HOW}`,
    );
  }
  checkPartitions(log, identity);
  await checkEnds(log, 'listens', store.tastes, identity);
  if (stepsInLog) await checkEnds(log, 'track-steps', store.tracks, identity);
  if (!remembered) await store.log.remember(identity);
  return identity;
}

/** Whether the log can be learnt from, whatever the store remembers: for whoever is about to forget what it does. Throws as above. */
export async function checkReadable(log: EventLog): Promise<void> {
  const identity = await readIdentity(log);
  if (identity) checkPartitions(log, identity);
}

function checkPartitions(log: EventLog, identity: LogIdentity): void {
  const listens = log.partitions('listens');
  const steps = log.partitions('track-steps');
  if (listens === identity.listenPartitions && steps === identity.stepPartitions) return;
  throw new AppError(
    'log_replaced',
    `The log was made with ${identity.listenPartitions} and ${identity.stepPartitions} partitions of listens and track-steps and now has ${listens} and ${steps}. ${HOW}`,
  );
}

/** A log that was cut ends below what was applied from it. */
async function checkEnds(
  log: EventLog,
  topic: 'listens' | 'track-steps',
  marks: Pick<OnlineStore['tastes'], 'mark'>,
  identity: LogIdentity,
): Promise<void> {
  const ends = await log.ends(topic);
  for (const [partition, end] of ends.entries()) {
    const mark = await marks.mark(partition);
    if (mark && mark.epoch === identity.epoch && mark.offset >= end) {
      throw new AppError(
        'log_replaced',
        `Partition ${partition} of ${topic} ends at ${end}, but ${mark.offset + 1} of it was learnt: the log was cut. ${HOW}`,
      );
    }
  }
}

/** One process makes it, the others wait for it. */
async function makeIdentity({ log, store, nowMs }: CheckLogDeps): Promise<LogIdentity | null> {
  for (let turn = 0; turn < TRIES; turn++) {
    if ((await store.limits.take('log-identity', { limit: 1, windowSeconds: TAKE_TURNS_SECONDS })) === 0) {
      const identity = (await readIdentity(log)) ?? identityOf(log, Math.floor(nowMs()));
      await writeIdentity(log, identity);
      return identity;
    }
    await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
    const identity = await readIdentity(log);
    if (identity) return identity;
  }
  return null;
}

export const identityOf = (log: EventLog, epoch: number): LogIdentity => ({
  epoch,
  listenPartitions: log.partitions('listens'),
  stepPartitions: log.partitions('track-steps'),
});
