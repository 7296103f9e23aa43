import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, root } from './root.mjs';
import { run } from './run.mjs';
import { PlainError, progress, secondsSince, withProgress } from './say.mjs';

const SCHEMA = join(root, 'prisma', 'schema.prisma');
const GENERATED = join(root, 'packages/backends/src/postgres/generated/client.ts');
/** Generating does not need the native engine that Prisma would download, only a program that is there. */
export const PRISMA_ENV = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' };
const QUIET_ENV = { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' };

/** Makes Prisma's client where it is missing or older than the schema. */
export async function ensureGenerated() {
  if (!existsSync(SCHEMA) || (existsSync(GENERATED) && statSync(GENERATED).mtimeMs >= statSync(SCHEMA).mtimeMs)) return;
  const { code, output } = await run(bin('prisma'), ['generate'], { cwd: root, env: { ...process.env, ...PRISMA_ENV }, collect: true });
  if (code !== 0) throw new PlainError(`prisma generate failed:\n${output}`);
}

/** Builds everything, where a source or a product is not as it was after the last build. */
export async function ensureBuilt() {
  await ensureGenerated();
  const stamp = join(root, 'node_modules', '.segue-build');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return;
  const start = performance.now();
  progress('Building …');
  const { code, output } = await withProgress(turbo('build'));
  if (code !== 0) throw new PlainError(`The build failed:\n${output}`);
  writeFileSync(stamp, fingerprint());
  progress(`Built in ${secondsSince(start)} s.`);
}

/** Runs one task in every workspace that has it; those whose inputs did not change come from turbo's cache. */
export const turbo = (task) =>
  run(bin('turbo'), ['run', task, '--output-logs=errors-only', '--continue=dependencies-successful'], {
    cwd: root,
    collect: true,
    env: { ...process.env, ...PRISMA_ENV, ...QUIET_ENV },
  });

const SOURCES = [
  'apps',
  'packages',
  'prisma',
  'scripts/bundle.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'turbo.json',
];
const SKIPPED = new Set(['node_modules', 'dist', '.next', '.turbo', 'generated']);
/** Whatever else they hold, these are there after a build; a folder that was cleaned is built again. */
const PRODUCTS = ['dist/main.js', '.next/BUILD_ID', 'dist/segue.js', 'dist/pglite-template.gz'];

/** Names, sizes and times of all sources and the main products: some ms, where asking the build tools takes seconds. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isDirectory()) return void (stat && hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`));
    for (const entry of readdirSync(path).sort()) if (!SKIPPED.has(entry) && !isWrittenByTools(entry)) add(join(path, entry));
  };
  for (const source of SOURCES) add(join(root, source));
  for (const group of ['apps', 'packages']) {
    for (const workspace of readdirSync(join(root, group))) for (const product of PRODUCTS) add(join(root, group, workspace, product));
  }
  return hash.digest('hex');
}

const isWrittenByTools = (name) => name.endsWith('.tsbuildinfo') || name === 'next-env.d.ts';
