import type { LogBatch } from '@segue/core/ports';

/** Redelivery is harmless and a commit is a round trip: one in so many ms, of all partitions together, is enough. */
const COMMIT_EVERY_MS = 250;

interface Part {
  batch: LogBatch;
  /** Everything below it is done. */
  next: number;
  committed: number;
  busy: Promise<void> | null;
}

/**
 * Commits behind the work, at most one at a time of each partition; `flush` commits everything that is done, now. After
 * `atOnce` it commits with the work: a consumer that stops must not leave before its last batch is committed (L9).
 */
export function createCommitter() {
  const parts = new Map<number, Part>();
  let behind = true;
  let timer: NodeJS.Timeout | null = null;

  async function commit(part: Part): Promise<void> {
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

  async function flush(): Promise<void> {
    clearTimeout(timer ?? undefined);
    timer = null;
    await Promise.all([...parts.values()].map(commit));
  }

  return {
    /** Everything of the batch's partition below `next` is done. */
    async done(batch: LogBatch, next: number): Promise<void> {
      const known = parts.get(batch.partition);
      const part = known && known.batch.assignment === batch.assignment ? known : { batch, next, committed: -1, busy: null };
      part.batch = batch;
      part.next = next;
      // After a rewind the same offsets are committed again, lower than before.
      if (part.committed > next) part.committed = -1;
      parts.set(batch.partition, part);
      if (!behind) return commit(part);
      timer ??= setTimeout(() => void flush(), COMMIT_EVERY_MS);
    },
    atOnce(): void {
      behind = false;
    },
    flush,
  };
}
