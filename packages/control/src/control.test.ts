import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ControlClient, connectControl } from './client.ts';
import { deafened, openControl, seededIds, slowed } from './index.ts';

describe('the control socket', () => {
  const noon = Date.parse('2026-06-01T12:00:00Z');
  let folder: string;
  let path: string;
  let nowMs: number;
  let running: boolean;
  let log: ReturnType<typeof deafened>;
  let store: ReturnType<typeof slowed>;
  let control: { close(): Promise<void> };
  let client: ControlClient;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'segue-control-'));
    path = join(folder, 'control');
    nowMs = noon;
    running = true;
    log = deafened(MemoryEventLog.create());
    store = slowed(openMemoryOnlineStore());
    control = await openControl({
      path,
      parts: {
        clock: {
          nowMs: () => nowMs,
          set: (toMs) => {
            nowMs = toMs;
          },
        },
        store,
        log,
        worker: {
          stop: async () => {
            running = false;
          },
          start: async () => {
            if (running) throw new Error('it runs already');
            running = true;
          },
        },
      },
    });
    client = await connectControl(path);
  });
  afterEach(async () => {
    client.close();
    await control.close();
    await store.store.close();
    rmSync(folder, { recursive: true });
  });

  it('sets the clock and advances it', async () => {
    expect(await client.ask({ do: 'tell' })).toBe(noon);
    expect(await client.ask({ do: 'advance-clock', byMs: 60_000 })).toBe(noon + 60_000);
    expect(await client.ask({ do: 'set-clock', to: '2026-01-01T00:00:00Z' })).toBe(Date.parse('2026-01-01T00:00:00Z'));
  });

  it('makes the log deaf and lets it hear again', async () => {
    const append = () => log.log.append('listens', [{ partition: 0, key: 'k', value: new Uint8Array() }]);
    await client.ask({ do: 'deafen-log', deaf: true });
    await expect(append()).rejects.toMatchObject({ code: 'log_unavailable' });
    await expect(log.log.ready()).rejects.toMatchObject({ code: 'log_unavailable' });
    await client.ask({ do: 'deafen-log', deaf: false });
    expect(await append()).toEqual([0]);
  });

  it('makes every part of the store slow, and quick again', async () => {
    const isDone = async (call: Promise<unknown>) => {
      let done = false;
      void call.then(() => {
        done = true;
      });
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      return done;
    };
    const calls = [() => store.store.ready(), () => store.store.limits.take('k', { limit: 9, windowSeconds: 1 })];
    await client.ask({ do: 'slow-store', byMs: 1_000 });
    for (const call of calls) expect(await isDone(call())).toBe(false);
    await client.ask({ do: 'slow-store', byMs: 0 });
    for (const call of calls) expect(await isDone(call())).toBe(true);
  });

  it('stops the worker and starts it, and passes on what went wrong', async () => {
    await client.ask({ do: 'stop-worker' });
    expect(running).toBe(false);
    await client.ask({ do: 'start-worker' });
    expect(running).toBe(true);
    await expect(client.ask({ do: 'start-worker' })).rejects.toThrow('it runs already');
  });

  it('answers what it does not know, and does nothing', async () => {
    await expect(client.ask({ do: 'slow-store', byMs: -1 })).rejects.toThrow('byMs');
    await expect(client.ask({ do: 'drop-tables' } as never)).rejects.toThrow('Invalid');
    expect(await client.ask({ do: 'tell' })).toBe(noon);
  });

  it("can be opened by this user and nobody else, and takes the place of a dead server's", async () => {
    expect(statSync(path).mode & 0o077).toBe(0);
    await control.close();
    await expect(client.ask({ do: 'tell' })).rejects.toThrow();
  });
});

describe('seeded ids', () => {
  it('are the same for the same seed and start, and others otherwise', () => {
    const ids = (seed: number, start: number) => {
      const next = seededIds(seed, start);
      return [next(), next()];
    };
    expect(ids(1, 0)).toEqual(ids(1, 0));
    expect(new Set([...ids(1, 0), ...ids(1, 1), ...ids(2, 0)]).size).toBe(6);
  });
});
