import './lib/node-version.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureGenerated } from './lib/build.mjs';
import { loadDotEnv } from './lib/dot-env.mjs';
import { runForwarded } from './lib/forward.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { command, PlainError } from './lib/say.mjs';

// node scripts/run.mjs FILE ARGS…: runs a TypeScript main; arguments, signals and exit code are passed on.
await command(async () => {
  loadDotEnv();
  const [file, ...args] = process.argv.slice(2);
  if (!file || !existsSync(join(root, file))) throw new PlainError(`There is no ${file ?? 'file named'} to run.`);
  await ensureInstalled();
  await ensureGenerated();
  process.exit(await runForwarded(process.execPath, ['--import', 'tsx', join(root, file), ...args]));
});
