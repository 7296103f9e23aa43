import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';
import { run } from './run.mjs';
import { fail, say, secondsSince } from './say.mjs';

/** Prisma downloads a native schema engine that generating does not need. */
const PRISMA_ENV = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' };
const GENERATED = join(root, 'packages/backends/src/postgres/generated');

/** Makes Prisma's client where it is missing or older than the schema. */
export async function ensureGenerated() {
  const schema = join(root, 'prisma', 'schema.prisma');
  if (!existsSync(schema)) return;
  if (existsSync(GENERATED) && statSync(GENERATED).mtimeMs > statSync(schema).mtimeMs) return;
  const { code, output } = await run('npx', ['prisma', 'generate'], { cwd: root, env: PRISMA_ENV, collect: true });
  if (code !== 0) fail(`prisma generate failed:\n${output}`);
}

/** Builds everything whose sources changed since the last build. */
export async function ensureBuilt() {
  await ensureGenerated();
  const stamp = join(root, 'node_modules', '.segue-build');
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  const start = performance.now();
  say('Building …');
  const { code, output } = await run('npx', ['turbo', 'run', 'build', '--output-logs=errors-only'], {
    cwd: root,
    collect: true,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (code !== 0) fail(`The build failed:\n${output}`);
  writeFileSync(stamp, fingerprint());
  say(`Built in ${secondsSince(start)} s.`);
}

const SOURCES = ['apps', 'packages', 'prisma', 'scripts', 'package-lock.json', 'tsconfig.base.json'];
const SKIPPED = new Set(['node_modules', 'dist', '.next', '.turbo', 'generated', 'test-results']);

/** Names, sizes and times of all sources: some ms, against seconds that asking the build tools takes. */
function fingerprint() {
  const hash = createHash('sha256');
  const walk = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    if (!stat.isDirectory()) return void hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
    for (const entry of readdirSync(path).sort())
      if (!SKIPPED.has(entry) && !entry.endsWith('.tsbuildinfo') && entry !== 'next-env.d.ts') walk(join(path, entry));
  };
  for (const source of SOURCES) walk(join(root, source));
  return hash.digest('hex');
}
