// Bundles the SDK for pages that have no bundler: dist/segue.js (ES module) and dist/segue.global.js (window.Segue).
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const common = {
  entryPoints: [here('src/index.ts')],
  bundle: true,
  minify: true,
  sourcemap: true,
  platform: 'browser',
  target: ['es2022'],
  logLevel: 'warning',
};

await Promise.all([
  build({ ...common, format: 'esm', outfile: here('dist/segue.js') }),
  build({ ...common, format: 'iife', globalName: 'Segue', outfile: here('dist/segue.global.js') }),
]);
console.log('packages/sdk/dist: segue.js (ES module), segue.global.js (window.Segue)');
