import './lib/node-version.mjs';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureGenerated } from './lib/build.mjs';
import { loadDotEnvOfTheMachine } from './lib/dot-env.mjs';
import { runForwarded } from './lib/forward.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { command, PlainError } from './lib/say.mjs';

// npm run bench -- NAME [--quick] [--json] …: runs bench/NAME.ts, or tells what there is.
await command(async () => {
  loadDotEnvOfTheMachine();
  const [name, ...args] = process.argv.slice(2);
  const folder = join(root, 'bench');
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
  if (!name || !existsSync(join(folder, `${name}.ts`))) {
    throw new PlainError(
      `Usage: npm run bench -- NAME [--quick] [--json]. There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}.`,
    );
  }
  await ensureInstalled();
  await ensureGenerated();
  const plainWords = new URL('./lib/plain-words.mjs', import.meta.url).href;
  process.exit(await runForwarded(process.execPath, ['--import', 'tsx', '--import', plainWords, join(folder, `${name}.ts`), ...args]));
});
