import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deafened, openControl, seededIds, slowed } from '@segue/control';
import type { EventLog, OnlineStore } from '@segue/core/ports';
import { nowMs } from '@segue/telemetry';
import { turnClock } from '@segue/telemetry/testing';
import type { Worker } from '@segue/worker';
import type { SoloConfig } from './config.ts';

interface Underneath {
  readonly log: EventLog;
  readonly store: OnlineStore;
}

/** What a test holds of a running app. Only the build for tests has this file. */
export interface Controlled extends Underneath {
  readonly newId: () => string;
  /** Opens the socket, where the settings name one. */
  open(makeWorker: () => Worker, first: Worker): Promise<{ worker(): Worker; close(): Promise<void> }>;
}

/** Before anything else is opened: what is opened may ask for the time. */
export function startClock(at: string | undefined): void {
  if (at !== undefined) turnClock(Date.parse(at));
}

/** Puts a hand on the parts that a test may reach for. */
export function controlled({ seed, home, control }: SoloConfig, underneath: Underneath): Controlled {
  const log = deafened(underneath.log);
  const store = slowed(underneath.store);
  return {
    log: log.log,
    store: store.store,
    newId: seededIds(seed, countStart(home)),
    async open(makeWorker, first) {
      let worker = first;
      const clock = { nowMs, set: turnClock };
      const hands = {
        stop: () => worker.stop(),
        async start() {
          worker = makeWorker();
          await worker.start();
        },
      };
      const socket = control === undefined ? null : await openControl({ path: control, parts: { clock, store, log, worker: hands } });
      return { worker: () => worker, close: async () => socket?.close() };
    },
  };
}

/** How often this data folder was started: its ids go on where they were. */
function countStart(home: string): number {
  const file = join(home, 'starts');
  const count = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  writeFileSync(file, String(count + 1));
  return count;
}
