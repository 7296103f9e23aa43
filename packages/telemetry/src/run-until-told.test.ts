import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const FILE = fileURLToPath(new URL('./run-until-told.ts', import.meta.url));

/** A process whose start is this, told to end as soon as it says `starting`. */
async function ended(start: string, options = '{}') {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      `import { runUntilTold } from ${JSON.stringify(FILE)}; setInterval(() => {}, 1_000); await runUntilTold(async () => { ${start} }, ${options});`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  let complained = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
    if (said.includes('starting') && !child.killed) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complained += chunk;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, ...(signal ? { signal } : {}), said: said.trim().split('\n'), complained };
}

describe('a process that is told to end', () => {
  it('while it starts, starts and is drained', async () => {
    const start = `
      console.log('starting');
      await new Promise((resolve) => process.once('SIGTERM', resolve));
      console.log('started');
      return async () => console.log('drained');`;
    expect(await ended(start)).toEqual({ code: 0, said: ['starting', 'started', 'drained'], complained: '' });
  }, 30_000);

  it('says what went wrong where it cannot start, or cannot drain', async () => {
    expect(await ended(`throw new Error('no such folder');`)).toMatchObject({ code: 1, complained: 'no such folder\n' });
    const undrained = `console.log('starting'); return () => Promise.reject(new Error('a part hangs'));`;
    expect(await ended(undrained)).toMatchObject({ code: 1, complained: 'a part hangs\n' });
  }, 30_000);

  it('[L9] is killed where it drains too long, or a disk that does not answer has one of its threads', async () => {
    const unending = `console.log('starting'); return () => new Promise(() => {});`;
    expect(await ended(unending, '{ withinMs: 200 }')).toMatchObject({ code: null, signal: 'SIGKILL' });
    const pipe = join(await mkdtemp(join(tmpdir(), 'segue-pipe-')), 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    // Nobody writes to it: whoever opens it waits.
    const open = `(await import('node:fs')).open(${JSON.stringify(pipe)}, 'r', () => {}); console.log('starting'); return async () => {};`;
    expect(await ended(open, '{ withinMs: 200 }')).toMatchObject({ code: null, signal: 'SIGKILL' });
  }, 30_000);
});
