import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureGenerated } from './lib/build.mjs';
import { cruise } from './lib/cruise.mjs';
import { ensureInstalled, root } from './lib/install.mjs';
import { run } from './lib/run.mjs';
import { say, secondsSince } from './lib/say.mjs';

/** @returns {Promise<{ name: string, ok: boolean }[]>} */
export async function check() {
  await ensureGenerated();
  const steps = {
    'format and lint': () => run('npx', ['biome', 'ci', '--error-on-warnings', '.'], { cwd: root, collect: true }),
    types: () => run('npx', ['turbo', 'run', 'typecheck', '--output-logs=errors-only'], { cwd: root, collect: true }),
    'which way imports point': cruise,
    'dead code': () =>
      existsSync(join(root, 'knip.json'))
        ? run('npx', ['knip', '--no-progress'], { cwd: root, collect: true })
        : { code: 1, output: 'knip.json is missing' },
  };
  const results = [];
  for (const [name, step] of Object.entries(steps)) {
    const start = performance.now();
    const { code, output } = await step();
    say(`  ${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${secondsSince(start)} s)`);
    if (code !== 0) say(output);
    results.push({ name, ok: code === 0 });
  }
  return results;
}

if (process.argv[1] === import.meta.filename) {
  await ensureInstalled();
  const results = await check();
  process.exit(results.every(({ ok }) => ok) ? 0 : 1);
}
