import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLmdbEventLog, openLmdbOnlineStore } from '@segue/backends/lmdb';
import { asListenerId } from '@segue/core/events';
import { checkLog } from '@segue/following';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { relearn } from './relearn/relearn.ts';
import { aHistory } from './testing/a-history.ts';
import { aCatalogue, appendAll, learntOf, nowMs, SEED, untilLearnt, workerOn } from './testing/learning.ts';

const WHO = ['ada', 'ben', 'cleo'];
const CHILD = fileURLToPath(new URL('./testing/killed.ts', import.meta.url));

describe('on disk', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'segue-learn-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  /** A log of so many events in the data folder. */
  async function filled(count: number): Promise<void> {
    const [events = []] = fc.sample(aHistory(count, count), { numRuns: 1, seed: 21 });
    const { log, store, close } = open();
    await checkLog({ log, store, nowMs: () => 1_760_000_000_000 });
    await appendAll(log, events);
    await close();
  }
  function open(at = 'store') {
    const log = openLmdbEventLog({ path: join(home, 'log') });
    const store = openLmdbOnlineStore({ path: join(home, at) });
    return { log, store, close: () => Promise.all([log.close(), store.close()]) };
  }
  async function learnt(at = 'store') {
    const { log, store, close } = open(at);
    const worker = workerOn({ log, store, catalogue: await aCatalogue() });
    await worker.start();
    await untilLearnt(log, store);
    await worker.stop();
    const all = await learntOf(log, store, WHO);
    await close();
    return all;
  }
  /** Learns in another process, which is killed once it came past `offset`. Resolves to where it was then. */
  async function killedAfter(offset: number): Promise<number> {
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, home], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = once(child, 'exit');
    let at = -1;
    child.stdout.on('data', (data) => {
      at = Number(String(data).trim().split('\n').at(-1));
      if (at > offset) child.kill('SIGKILL');
    });
    await gone;
    return at;
  }

  it('[L2] [L3] a process that is killed in the middle, twice, and started again teaches what one that ran through teaches', async () => {
    await filled(4_000);
    const first = await killedAfter(-1);
    const second = await killedAfter(first + 100);
    expect(first).toBeLessThan(second);
    const troubled = await learnt();
    // Nothing of the store, all of the log and its commits: as the clean one that never was interrupted.
    const clean = await learnt('another-store');
    expect(troubled).toEqual(clean);
    expect(clean[WHO[0] ?? '']).toBeDefined();
  }, 60_000);

  it('[L3] relearning gives the very store that was there, and only an empty one is taught without being told to forget', async () => {
    await filled(1_500);
    const before = await learnt();
    const { log, store, close } = open();
    const said: string[] = [];
    const deps = {
      log,
      store,
      catalogue: await aCatalogue(),
      seed: SEED,
      now: nowMs,
      fleet: false,
      say: (line: string) => said.push(line),
    };
    await expect(relearn({ ...deps, wipe: false })).rejects.toThrow(/The store is not empty.*--wipe/);
    expect(await learntOf(log, store, WHO)).toEqual(before);
    const repartitioned = new Proxy(log, {
      get: (of, name: keyof typeof log) => (name === 'partitions' ? () => 3 : of[name].bind(of)),
    });
    await expect(relearn({ ...deps, log: repartitioned, wipe: true })).rejects.toThrow(/was made with .* partitions/);
    expect(await learntOf(log, store, WHO)).toEqual(before);
    await store.sessions.open('a-session', asListenerId('dora'), { ttlSeconds: 60 });

    await relearn({ ...deps, wipe: true });
    expect(await learntOf(log, store, WHO)).toEqual(before);
    expect(said.at(-1)).toBe('1500 events are learnt.');
    expect(await store.sessions.touch('a-session', { ttlSeconds: 60 })).toBe('dora');
    await close();

    const empty = open('empty-store');
    await relearn({ ...deps, ...empty, wipe: false });
    expect(await learntOf(empty.log, empty.store, WHO)).toEqual(before);
    await empty.close();
  }, 60_000);

  it('[L3] relearning that was stopped goes on when the app starts', async () => {
    await filled(1_500);
    const before = await learnt();
    const { log, store, close } = open();
    const said: string[] = [];
    await relearn({
      log,
      store,
      catalogue: await aCatalogue(),
      seed: SEED,
      now: nowMs,
      fleet: false,
      wipe: true,
      say: (line) => said.push(line),
      isStopped: () => true,
    });
    expect(said.at(-1)).toMatch(/Stopped at \d+ of 1500/);
    await close();
    expect(await learnt()).toEqual(before);
  }, 60_000);
});
