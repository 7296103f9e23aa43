import './lib/node-version.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
    const args = ['watch', '--clear-screen=false', join(root, 'apps/solo/src/main.ts')];
    process.exit(await runForwarded(join(root, 'node_modules/.bin/tsx'), args, { ...process.env, NODE_ENV: 'development' }));
  }
  await ensureBuilt();
  process.env.NODE_ENV = 'production';
  process.setSourceMapsEnabled(true);
  // In this very process: signals and exit code are the app's own, and no second Node waits beside it.
  const main = join(root, 'apps/solo/dist/main.js');
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
});
