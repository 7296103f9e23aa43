import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { makeScratch } from './scratch.mjs';

const scratch = makeScratch('say');
afterAll(() => scratch.remove());

it('installing and building tell nothing on standard output, which is the command’s own', async () => {
  // A project of its own that needs no packages, and has nothing to build with.
  cpSync(join(root, 'scripts', 'lib'), join(scratch.path, 'scripts', 'lib'), { recursive: true });
  for (const folder of ['apps', 'packages']) mkdirSync(join(scratch.path, folder));
  const project = { name: 'empty', version: '1.0.0' };
  writeFileSync(join(scratch.path, 'package.json'), JSON.stringify(project));
  writeFileSync(
    join(scratch.path, 'package-lock.json'),
    JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages: { '': project } }),
  );
  const done = (file, name) => {
    const script = `import(${JSON.stringify(join(scratch.path, 'scripts', 'lib', file))}).then((lib) => lib.${name}()).catch(() => {})`;
    return run(process.execPath, ['-e', script], { cwd: scratch.path, collect: true });
  };
  const installed = await done('install.mjs', 'ensureInstalled');
  expect(installed.output).toMatch(/^Installing packages with npm .*\n(.*\n)*Installed in .*\n$/);
  expect(installed.stdout).toBe('');
  const built = await done('build.mjs', 'ensureBuilt');
  expect(built.output).toMatch(/^Building …\n/);
  expect(built.stdout).toBe('');
});
