import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

// Run in an app's folder: bundles src/main.ts, every src/NAME.main.ts, and the entries that the app's package.json
// names under "segue", into dist/; where it says "testing", dist/testing.js too: main with what only tests may reach for. Our own packages go in as source; everything from the registry stays outside.
const here = process.cwd();
const { segue = {} } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const mains = readdirSync(join(here, 'src')).filter((file) => file === 'main.ts' || file.endsWith('.main.ts'));
const entries = { ...Object.fromEntries(mains.map((file) => [file.slice(0, -'.ts'.length), join('src', file)])), ...segue.entries };
for (const file of Object.values(entries)) if (!existsSync(join(here, file))) throw new Error(`there is no ${file} to bundle in ${here}`);

/** A bare name is the registry's, unless it is ours. */
const registryStaysOutside = {
  name: 'registry packages stay outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@segue/') || path.startsWith('#') ? null : { path, external: true },
    );
  },
};

/** @param {Record<string, string>} entryPoints @param {'production' | 'testing'} kind */
const bundle = (entryPoints, kind) =>
  build({
    absWorkingDir: here,
    entryPoints,
    outdir: 'dist',
    define: { 'process.env.SEGUE_BUILD': JSON.stringify(kind) },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    // CommonJS that was bundled in may still call require.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    plugins: [registryStaysOutside],
  });

await bundle(entries, 'production');
if (segue.testing) await bundle({ testing: 'src/main.ts' }, 'testing');
