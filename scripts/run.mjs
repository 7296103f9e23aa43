import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureGenerated } from './lib/build.mjs';
import { ensureInstalled, root } from './lib/install.mjs';

// node scripts/run.mjs FILE ARGS…: runs a TypeScript main, signals and exit code passed on.
await ensureInstalled();
await ensureGenerated();
const [file, ...args] = process.argv.slice(2);
const child = spawn(process.execPath, ['--import', 'tsx', join(root, file), ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
