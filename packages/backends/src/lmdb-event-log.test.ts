import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@segue/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLmdbEventLog } from './lmdb/index.ts';

const entry = (value: string, key = 'ada') => ({ partition: 0, key, value: new TextEncoder().encode(value) });
const APPEND_FOREVER = `
  import { openLmdbEventLog } from '${new URL('./lmdb/index.ts', import.meta.url).href}';
  const log = openLmdbEventLog({ path: process.argv[1] });
  const value = new TextEncoder().encode('x');
  for (;;) {
    const offsets = await Promise.all(Array.from({ length: 20 }, () => log.append('listens', [{ partition: 0, key: 'ada', value }])));
    console.log(offsets.at(-1)[0]);
  }
`;

describe('LmdbEventLog', () => {
  let path: string;
  let child: ChildProcess | null = null;
  let printed = '';
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'segue-log-'));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    child = null;
    await rm(path, { recursive: true, force: true });
  });

  async function anotherProcess(): Promise<ChildProcess> {
    printed = '';
    child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', APPEND_FOREVER, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout?.on('data', (data) => {
      printed += data;
    });
    await until(() => printed.split('\n').length > 20, 'it appends');
    return child;
  }

  it('[EL1] keeps all that it acknowledged when its process is killed, and opens again', async () => {
    const other = await anotherProcess();
    const gone = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await gone;
    // The last line may be cut short by the kill.
    const acked = Number(printed.split('\n').at(-2));
    const log = openLmdbEventLog({ path });
    expect(acked).toBeGreaterThan(100);
    expect((await log.ends('listens'))[0]).toBeGreaterThan(acked);
    let count = 0;
    const follower = await log.follow({
      topic: 'listens',
      onRecords: (_, records) => {
        for (const { offset } of records) expect(offset).toBe(count++);
      },
    });
    await follower.caughtUp;
    expect(count).toBeGreaterThan(acked);
    await log.close();
  });

  it('turns a second process away with a sentence that names the first', async () => {
    const other = await anotherProcess();
    expect(() => openLmdbEventLog({ path })).toThrow(`Process ${other.pid} has the event log at ${path} open already`);
  });

  it('turns a second opening in one process away, until the first is closed', async () => {
    const log = openLmdbEventLog({ path });
    expect(() => openLmdbEventLog({ path })).toThrow('This process has the event log');
    await log.close();
    await openLmdbEventLog({ path }).close();
  });

  it('is not locked out by a process that is gone, though its number was given to another', async () => {
    await writeFile(join(path, 'process.lock'), `${process.pid} of an earlier boot`);
    const log = openLmdbEventLog({ path });
    expect(await readFile(join(path, 'process.lock'), 'utf8')).not.toContain('earlier');
    await log.close();
  });

  it('keeps only the newest record of each key of a compacted topic, also of overlapping appends', async () => {
    const log = openLmdbEventLog({ path });
    await log.append('track-states', [entry('a1', 'a'), entry('b1', 'b')]);
    await Promise.all(['a2', 'a3', 'a4'].map((value) => log.append('track-states', [entry(value, 'a')])));
    await log.append('track-states', [entry('c1', 'c'), entry('c2', 'c')]);
    const seen: string[] = [];
    const follower = await log.follow({
      topic: 'track-states',
      onRecords: (_, records) => {
        for (const { offset, value } of records) seen.push(`${offset} ${new TextDecoder().decode(value ?? undefined)}`);
      },
    });
    await follower.caughtUp;
    expect(seen).toEqual(['1 b1', '4 a4', '6 c2']);
    await log.close();
  });

  it('tells what a handler threw', async () => {
    const errors: unknown[] = [];
    const log = openLmdbEventLog({ path, onError: (cause, at) => errors.push([String(cause), at]) });
    await log.append('listens', [entry('one')]);
    const consumer = await log.consume({ group: 'g', topic: 'listens', onBatch: () => Promise.reject(new Error('no')) });
    await until(() => errors.length > 1, 'it is told, each time');
    expect(errors[0]).toEqual(['Error: no', { group: 'g', topic: 'listens', partition: 0 }]);
    await consumer.stop();
    await log.close();
  });
});
