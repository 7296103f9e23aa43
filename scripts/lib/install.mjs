import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRISMA_ENV } from './build.mjs';
import { root } from './root.mjs';
import { run, which } from './run.mjs';
import { PlainError, progress, secondsSince, withProgress } from './say.mjs';

// With NODE_ENV=production npm would leave out what builds and tests.
const QUIET = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];

/** Installs the packages where they are missing or are not those of the lockfile. */
export async function ensureInstalled() {
  const reason = whyInstall(root);
  if (!reason) return;
  for (const program of ['make', 'g++', 'python3']) {
    if (!which(program)) {
      throw new PlainError(
        `Segue compiles a native module (hnswlib-node) and needs ${program}: install a C++ toolchain (on Debian: apt-get install build-essential python3).`,
      );
    }
  }
  const start = performance.now();
  progress(`Installing packages with npm (${reason}) …`);
  // An npm that does not know `allowScripts` runs what Prisma would download with.
  const env = { ...process.env, ...PRISMA_ENV };
  const npm = (verb) =>
    withProgress(run('npm', [verb, ...QUIET], { cwd: root, env, collect: true }), () => `${packageCount()} folders in node_modules so far`);
  let result = await npm('ci');
  // What `npm ci` says when package.json asks for what the lockfile does not have.
  if (result.code !== 0 && /in sync|EUSAGE/.test(result.output)) {
    progress('  package-lock.json does not fit package.json: installing without it.');
    result = await npm('install');
  }
  if (result.code !== 0) throw new PlainError(`${sentenceOf(result.output)}\n\n${result.output.trim().split('\n').slice(-25).join('\n')}`);
  progress(`Installed in ${secondsSince(start)} s.`);
}

/**
 * Why packages have to be installed; null where all is there. What is compared is the content: times say little after
 * a checkout, and installing needlessly would pull the packages from under whoever is running.
 * @param {string} folder
 */
export function whyInstall(folder) {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return 'none are there';
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  const have = packagesOf(installed);
  for (const [path, entry] of Object.entries(wanted)) {
    // Workspaces are entries of their own, without being installed; optional ones may be for another machine.
    if (!path.includes('node_modules') || entry.optional || entry.devOptional || entry.peer) continue;
    const there = have[path];
    if (!there) return `${nameOf(path)} is missing`;
    if (there.version !== entry.version) return `${nameOf(path)} is ${there.version} instead of ${entry.version}`;
  }
  return null;
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

function packageCount() {
  const folder = join(root, 'node_modules');
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

/** What most likely went wrong, from npm's words. */
function sentenceOf(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/i.test(output)) {
    return `npm could not reach its package registry. Check the network, and \`npm config get registry\`.`;
  }
  if (/node-gyp|gyp ERR/i.test(output)) return 'A native module could not be compiled: a C++ compiler, make and python3 must work.';
  if (/EACCES|EPERM|EROFS/.test(output)) return `npm may not write into ${root}: check whose folder that is.`;
  if (/ENOSPC/.test(output)) return 'The disk is full.';
  return 'npm could not install the packages.';
}
