import { asOutboxId } from '@segue/core/events';
import { type Catalogue, type EventLog, GROUPS, type OnlineStore } from '@segue/core/ports';
import { demoTracks } from './demo-tracks.ts';
import { simulatedListens, simulatedTotal } from './simulated-history.ts';
import { type Teaching, teach } from './teach.ts';

/** One process fills and teaches; another one tries again after this, should that one have died. */
const TURN_SECONDS = 15;
const LOOK_EVERY_MS = 500;

export interface DemoOptions {
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly catalogue: Catalogue;
  readonly seed: number;
  readonly tracks: number;
  /** Length of every track, s; each its own where it is left out. */
  readonly trackSeconds?: number | undefined;
  /** Simulated listeners whose history is taught; 0 for none. */
  readonly simulated: number;
  readonly nowMs?: () => number;
  readonly say: (text: string) => void;
  readonly onProblem: (cause: unknown) => void;
}

export interface Demo {
  /** Teaches the simulated history behind a running app, unless it was taught before. Call it once the app serves. */
  teach(): void;
  /** 0..1 while the history is taught, or waits to be, else null. */
  progress(): number | null;
  stop(): void;
}

/**
 * The demo catalogue with its simulated listeners. An empty catalogue is filled; one that has tracks of its own is left
 * as it is. Of several processes that start together one fills it.
 */
export async function openDemo(options: DemoOptions): Promise<Demo> {
  const { log, store, catalogue, seed, simulated, say, onProblem } = options;
  const name = `demo-${seed}`;
  let teaching: Teaching | null = null;
  let stopped = false;
  await fill(options);
  let isDue = simulated > 0 && (await catalogue.importProgress(name))?.finished === false;

  /** Resolves to whether it is this process's turn to teach. */
  async function myTurn(): Promise<boolean> {
    for (;;) {
      const before = await catalogue.importProgress(name);
      // Without a record the tracks are not the demo's.
      if (stopped || simulated === 0 || !before || before.finished) return false;
      const waitMs = await store.limits.take(`teach-${name}`, { limit: 1, windowSeconds: TURN_SECONDS });
      if (waitMs === 0) return true;
      await pause(waitMs);
    }
  }

  async function begin(): Promise<void> {
    isDue = await myTurn();
    if (!isDue) return;
    // What others brought, and the moment of this start, may differ after a stop: what is taught goes on as it began.
    const tracks = (await catalogue.changes(0)).changed.filter(({ sound }) => sound === 'composed');
    const endMs = tracks.reduce((last, { addedAtMs }) => Math.max(last, addedAtMs), 0);
    say(`Teaching the history of ${simulated} simulated listeners behind it …`);
    const events = simulatedListens({ tracks, listeners: simulated, seed, endMs });
    const total = simulatedTotal(simulated);
    teaching = teach({ log, catalogue, name, outbox: asOutboxId(`simulated-${seed}`), events, total, group: GROUPS.learn });
    await teaching.done;
    if (!stopped) say('The simulated history is taught.');
  }

  return {
    teach: () => void begin().catch(onProblem),
    progress: () => (teaching ? teaching.progress() : isDue ? 0 : null),
    stop() {
      stopped = true;
      teaching?.stop();
    },
  };
}

async function fill({ store, catalogue, seed, tracks, trackSeconds, simulated, nowMs = Date.now, say }: DemoOptions): Promise<void> {
  const name = `demo-${seed}`;
  const isDue = async () => {
    const [{ changed }, before] = await Promise.all([catalogue.changes(0), catalogue.importProgress(name)]);
    // A record and too few tracks: whoever filled it was stopped half-way.
    return changed.length === 0 || (before?.done === 0 && !before.finished && changed.length < tracks);
  };
  while (await isDue()) {
    const waitMs = await store.limits.take(`fill-${name}`, { limit: 1, windowSeconds: TURN_SECONDS });
    if (waitMs > 0) {
      await pause(Math.min(waitMs, LOOK_EVERY_MS));
      continue;
    }
    const demo = demoTracks({
      seed,
      tracks,
      addedAtMs: toTheMinute(nowMs()),
      ...(trackSeconds === undefined ? {} : { durationSeconds: trackSeconds }),
    });
    say(`First start: ${demo.length} tracks by made-up artists join the catalogue.`);
    // The record first: tracks without one would be taken for somebody's own.
    await catalogue.saveImportProgress(name, { outbox: asOutboxId(`simulated-${seed}`), done: 0, refused: 0, finished: simulated === 0 });
    await catalogue.putTracks(demo);
    return;
  }
}

/** So that starts at the same time, one a little slower, make the same demo. */
const toTheMinute = (ms: number): number => Math.floor(ms / 60_000) * 60_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());
