import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureGenerated } from './lib/build.mjs';
import { ensureInstalled, root } from './lib/install.mjs';

// npm start: install, build, and the embedded app. --watch: the same from the sources, started again on a change.
await ensureInstalled();
const watch = process.argv.includes('--watch');
if (watch) await ensureGenerated();
else await ensureBuilt();
const args = watch
  ? ['--import', 'tsx', '--watch', join(root, 'apps/solo/src/main.ts')]
  : ['--enable-source-maps', join(root, 'apps/solo/dist/main.js')];
const child = spawn(process.execPath, args, {
  stdio: 'inherit',
  cwd: root,
  env: { ...process.env, NODE_ENV: watch ? 'development' : 'production' },
});
// The terminal and process groups signal the child too; a second signal does no harm.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
