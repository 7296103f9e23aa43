import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

it('brings no schema library to the page, and is small', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [here('index.ts')],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((path) => /node_modules\/zod|packages\/core/.test(path))).toEqual([]);
  const bytes = gzipSync(outputFiles[0]?.contents ?? '').length;
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(26_000);
});

it('leaves the socket and the outbox out where only the overlay is used', async () => {
  const stdin = { contents: `export { applyPending, compareRevisions } from './index.ts'`, resolveDir: here('.') };
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
  });
  expect(outputFiles[0]?.contents.length).toBeLessThan(4_000);
});

it('shows in the README the page that the example is, in 20 lines', async () => {
  const [readme, page] = await Promise.all([readFile(here('../README.md'), 'utf8'), readFile(here('../example/index.html'), 'utf8')]);
  expect(readme).toContain(`\`\`\`html\n${page}\`\`\``);
  expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
});
