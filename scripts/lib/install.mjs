import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run, which } from './run.mjs';
import { fail, say, secondsSince } from './say.mjs';

export const root = join(import.meta.dirname, '..', '..');
const OLDEST_NODE = [20, 19];

/** Checks what the machine must have, and installs the packages where they are missing or older than the lockfile. */
export async function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    fail(`Segue needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  }
  const stamp = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs - 1_000) return;
  for (const program of ['make', 'g++', 'python3']) {
    if (!(await which(program)))
      fail(
        `Segue builds a native module (hnswlib-node) and needs ${program}: install a C++ toolchain (on Debian: apt-get install build-essential python3).`,
      );
  }
  const start = performance.now();
  say('Installing packages (npm ci) …');
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, collect: true });
  if (code !== 0) fail(`npm ci failed. Is a package registry reachable?\n${output.split('\n').slice(-25).join('\n')}`);
  say(`Installed in ${secondsSince(start)} s.`);
}
