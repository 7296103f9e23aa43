import { AppError } from '@segue/core/errors';
import { type ListenerId, type Position, partitionOf } from '@segue/core/events';
import type { EventLog } from '@segue/core/ports';

interface Waiting {
  readonly listener: ListenerId;
  readonly bytes: Uint8Array;
  readonly resolve: (position: Position) => void;
  readonly reject: (cause: unknown) => void;
}

/** Events that may wait for the log; past it the sender is told when to come back (L8). */
const MAX_WAITING = 20_000;

/** Group commit: what came while one append was under way goes with the next, in the order in which it came. */
export function createAppendQueue({ log, epoch }: { readonly log: EventLog; readonly epoch: () => number }) {
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const partitions = log.partitions('listens');
      const entries = batch.map(({ listener, bytes }) => ({ partition: partitionOf(listener, partitions), key: listener, value: bytes }));
      try {
        const offsets = await log.append('listens', entries);
        batch.forEach(({ resolve }, i) => {
          resolve({ epoch: epoch(), partition: entries[i]?.partition ?? 0, offset: offsets[i] ?? 0 });
        });
      } catch (cause) {
        for (const { reject } of batch) reject(cause);
      }
    }
  }

  function start(): void {
    running ??= run().finally(() => {
      running = null;
      if (waiting.length > 0) start();
    });
  }

  return {
    /** @param bytes `encodeListenEvent`'s, of an event of this listener */
    append(listener: ListenerId, bytes: Uint8Array): Promise<Position> {
      if (waiting.length >= MAX_WAITING) return Promise.reject(new AppError('overloaded', `${waiting.length} events wait for the log`));
      return new Promise((resolve, reject) => {
        waiting.push({ listener, bytes, resolve, reject });
        start();
      });
    },
    /** Resolves once everything taken is answered. */
    async drained(): Promise<void> {
      while (running) await running;
    },
    get waiting(): number {
      return waiting.length;
    },
  };
}
export type AppendQueue = ReturnType<typeof createAppendQueue>;
