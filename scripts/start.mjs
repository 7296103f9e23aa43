import './lib/node-version.mjs';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { ensureBuilt, ensureGenerated } from './lib/build.mjs';
import { loadDotEnv } from './lib/dot-env.mjs';
import { runForwarded } from './lib/forward.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { command } from './lib/say.mjs';

// npm start: install, build, and the embedded app. --watch: the same from the sources, started again on a change.
await command(async () => {
  loadDotEnv();
  await ensureInstalled();
  if (process.argv.includes('--watch')) {
    await ensureGenerated();
    const threads = new URL('./lib/threads-from-source.mjs', import.meta.url).href;
    const args = ['watch', '--clear-screen=false', '--import', threads, join(root, 'apps/solo/src/main.ts')];
    process.exit(await runForwarded(join(root, 'node_modules/.bin/tsx'), args, { ...process.env, NODE_ENV: 'development' }));
  }
  await ensureBuilt();
  process.env.NODE_ENV = 'production';
  process.setSourceMapsEnabled(true);
  // A heap may grow to twice what lives in it before it is collected, and not to four times: one laptop has other things to do.
  setFlagsFromString('--heap-growing-percent=100');
  // Of the threads that are still to come: only this one makes slates and throws them away.
  setFlagsFromString('--max-semi-space-size=8');
  // From Node 22 on what was compiled is kept: a later start reads it instead of compiling hundreds of files again.
  nodeModule.enableCompileCache?.(join(root, 'node_modules', '.segue-compiled'));
  // In this very process: signals and exit code are the app's own, and no second Node waits beside it.
  const main = join(root, 'apps/solo/dist/main.js');
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
});
