import { ModelView } from '@segue/core/model';
import type { EventLog, FollowOptions, LogRecord } from '@segue/core/ports';
import { until } from '@segue/core/testing';
import { afterEach, expect, it } from 'vitest';
import { Refitter } from './refitter.ts';

/** A thread that takes nothing until it is told to fit nothing, as one does that fits; then everything at once. */
const SLOW_THREAD = `
  import { parentPort } from 'node:worker_threads';
  let records = 0;
  let isOpen = false;
  const take = () => {
    if (isOpen && records > 0) parentPort.postMessage({ type: 'taken', records });
    if (isOpen) records = 0;
  };
  setTimeout(() => { isOpen = true; take(); }, 500);
  parentPort.on('message', (message) => {
    if (message.type !== 'records') return;
    records += message.values.length;
    take();
  });
`;
const BATCH = 500;

let refitter: Refitter | null = null;
afterEach(() => refitter?.stop());

function aRefitter() {
  let follow: FollowOptions | null = null;
  let follows = 0;
  const health: string[] = [];
  refitter = new Refitter({
    log: {
      follow: async (options: FollowOptions) => {
        follow = options;
        follows++;
        return { caughtUp: Promise.resolve(), stop: async () => {} };
      },
    } as unknown as EventLog,
    epoch: 1,
    model: new ModelView(),
    isTurn: () => true,
    threadUrl: new URL(`data:text/javascript,${encodeURIComponent(SLOW_THREAD)}`),
    observer: { note: () => {} } as never,
    onHealth: (state) => health.push(state),
  });
  const batch: LogRecord[] = Array.from({ length: BATCH }, (_, offset) => ({
    offset,
    key: 'ada',
    value: Uint8Array.of(1),
    appendedAtMs: 0,
  }));
  return {
    refitter,
    health,
    follows: () => follows,
    /** Hands batches over as a follower does, until there is no room. Resolves to how many went. */
    hand: async (most: number) => {
      for (let i = 0; i < most; i++) {
        const hasRoom = follow!.onRecords(0, batch);
        if (hasRoom) return { batches: i + 1, hasRoom };
      }
      return { batches: most, hasRoom: null };
    },
  };
}

it('[L8] lets the log wait while its thread takes nothing, and reads on from there, however long the log is', async () => {
  const { refitter: one, hand, follows, health } = aRefitter();
  await one.start();
  const first = await hand(1_000);
  expect(first.batches * BATCH).toBeLessThan(50_000);
  await first.hasRoom;
  const second = await hand(20);
  expect(second.hasRoom).toBeNull();
  expect(follows()).toBe(1);
  expect(health).toEqual(['up']);
});

it('keeps nobody waiting once it is stopped', async () => {
  const { refitter: one, hand } = aRefitter();
  await one.start();
  const { hasRoom } = await hand(1_000);
  let isOver = false;
  void hasRoom!.then(() => {
    isOver = true;
  });
  await one.stop();
  await until(() => isOver, 'the log may go on');
});
