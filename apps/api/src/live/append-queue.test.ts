import { asListenerId } from '@segue/core/events';
import type { EventLog } from '@segue/core/ports';
import { expect, it } from 'vitest';
import { createAppendQueue } from './append-queue.ts';

it('[L8] a queue of appends has a bound, past which the sender is told to come back', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const appended: number[] = [];
  let next = 0;
  const log = {
    partitions: () => 1,
    append: async (_topic: string, entries: readonly unknown[]) => {
      await held;
      appended.push(entries.length);
      return entries.map(() => next++);
    },
  } as unknown as EventLog;
  const ada = asListenerId('ada');
  const bytes = new Uint8Array(1);
  const queue = createAppendQueue({ log, epoch: () => 7 });
  const waiting = Array.from({ length: 20_001 }, () => queue.append(ada, bytes));
  await expect(queue.append(ada, bytes)).rejects.toMatchObject({ code: 'overloaded', retryable: true });
  release();
  const positions = await Promise.all(waiting);
  await queue.drained();
  expect(positions.map(({ offset }) => offset)).toEqual(Array.from({ length: 20_001 }, (_, i) => i));
  expect(positions[0]).toEqual({ epoch: 7, partition: 0, offset: 0 });
  expect(appended).toEqual([1, 20_000]);
  expect(queue.waiting).toBe(0);
});
