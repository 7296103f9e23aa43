import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

// After `next build`: every script and style once more, as small as brotli makes it. Next compresses each answer anew, with
// gzip, which is a seventh larger. `next.config.mjs` leads browsers that know brotli here.
const from = join(import.meta.dirname, '.next', 'static');
const to = join(import.meta.dirname, 'public', 'dist', 'br');

rmSync(to, { recursive: true, force: true });
for (const file of readdirSync(from, { recursive: true })) {
  if (!/\.(?:js|css)$/.test(file)) continue;
  const small = brotliCompressSync(readFileSync(join(from, file)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  mkdirSync(dirname(join(to, file)), { recursive: true });
  writeFileSync(join(to, file), small);
}
