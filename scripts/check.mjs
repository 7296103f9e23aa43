import './lib/node-version.mjs';
import { ensureGenerated, turbo } from './lib/build.mjs';
import { cruise } from './lib/cruise.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { bin, root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { command, say, secondsSince, wordsOf } from './lib/say.mjs';

const STEPS = {
  'format and lint': () =>
    run(bin('biome'), ['ci', '--error-on-warnings', '--diagnostic-level=warn', '--max-diagnostics=30', '--colors=off', '.'], {
      cwd: root,
      collect: true,
    }),
  types: () => turbo('typecheck'),
  'which way imports point': () => cruise(),
  'dead code': () => run(bin('knip'), ['--no-progress', '--no-config-hints'], { cwd: root, collect: true }),
};

/** Format, lint, types, arrows, dead code. @returns {Promise<{ name: string, ok: boolean }[]>} */
export async function check() {
  await ensureGenerated();
  const results = [];
  for (const [name, step] of Object.entries(STEPS)) {
    const start = performance.now();
    const { code, output } = await step().catch((cause) => ({ code: 1, output: wordsOf(cause) }));
    say(`  ${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${secondsSince(start)} s)`);
    if (code !== 0) say(output.trim().replaceAll(/^/gm, '    '));
    results.push({ name, ok: code === 0 });
  }
  return results;
}

if (process.argv[1] === import.meta.filename) {
  await command(async () => {
    await ensureInstalled();
    const results = await check();
    process.exit(results.every(({ ok }) => ok) ? 0 : 1);
  });
}
