import type { LogBatch } from '@segue/core/ports';

/** Redelivery is harmless and a commit is a round trip: one in so many ms of each partition is enough. */
const COMMIT_EVERY_MS = 250;

/**
 * Commits behind the work, at most one at a time of each partition; `flush` commits everything that is done, now. After
 * `atOnce` it commits with the work: a consumer that stops must not leave before its last batch is committed (L9).
 */
export function createCommitter() {
  let behind = true;
  const parts = new Map<
    number,
    { batch: LogBatch; next: number; committed: number; timer: NodeJS.Timeout | null; busy: Promise<void> | null }
  >();

  async function commit(partition: number): Promise<void> {
    const part = parts.get(partition);
    if (!part) return;
    if (part.timer) clearTimeout(part.timer);
    part.timer = null;
    await part.busy;
    if (part.next <= part.committed || part.batch.isStale()) return;
    const upTo = part.next;
    // A commit that fails is made up for by the next one; until then the records would come again, which is harmless.
    part.busy = part.batch.commit(upTo).then(
      () => {
        part.committed = upTo;
      },
      () => {},
    );
    await part.busy;
    part.busy = null;
  }

  return {
    /** Everything of the batch's partition below `next` is done. */
    async done(batch: LogBatch, next: number): Promise<void> {
      const known = parts.get(batch.partition);
      const part = known && known.batch.assignment === batch.assignment ? known : { batch, next, committed: -1, timer: null, busy: null };
      part.batch = batch;
      part.next = next;
      // After a rewind the same offsets are committed again, lower than before.
      if (part.committed > next) part.committed = -1;
      parts.set(batch.partition, part);
      if (!behind) return commit(batch.partition);
      part.timer ??= setTimeout(() => void commit(batch.partition), COMMIT_EVERY_MS);
    },
    atOnce(): void {
      behind = false;
    },
    async flush(): Promise<void> {
      await Promise.all([...parts.keys()].map((partition) => commit(partition)));
    },
  };
}
