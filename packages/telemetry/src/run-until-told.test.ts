import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const FILE = fileURLToPath(new URL('./run-until-told.ts', import.meta.url));

/** A process whose start is this, told to end as soon as it says `starting`. */
async function ended(start: string) {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      `import { runUntilTold } from ${JSON.stringify(FILE)}; setInterval(() => {}, 1_000); await runUntilTold(async () => { ${start} });`,
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
  const [code] = await once(child, 'close');
  return { code, said: said.trim().split('\n'), complained };
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
});
