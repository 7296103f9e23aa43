import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

// Run in an app's folder: bundles src/main.ts, and the entries that its package.json names under "segue", into dist/.
// Our own packages go in as source; everything from the registry stays outside.
const here = process.cwd();
const { segue = {} } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const entries = { main: 'src/main.ts', ...segue.entries };
await build({
  absWorkingDir: here,
  entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(here, file)))),
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
  loader: { '.sql': 'text' },
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  plugins: [
    {
      name: 'registry packages stay outside',
      setup({ onResolve }) {
        onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || path.startsWith('@segue/') || path.startsWith('#') ? null : { path, external: true },
        );
      },
    },
  ],
});
