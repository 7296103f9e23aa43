import './lib/node-version.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { command } from './lib/say.mjs';

// npm run build: installs and builds as `npm start` does, and starts nothing.
await command(async () => {
  await ensureInstalled();
  await ensureBuilt();
});
