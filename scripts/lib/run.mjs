import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What runs here ends with this process, and not after it. */
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill();
});

/**
 * Runs a command to its end. Its output goes where ours goes; with `collect` it is kept and returned.
 * @returns {Promise<{ code: number, output: string, stdout: string }>} `output` has both outputs as they came
 */
export function run(command, args, { cwd, env = process.env, collect = false, uid, gid } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      uid,
      gid,
      stdio: collect ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    children.add(child);
    child.on('exit', () => children.delete(child));
    let output = '';
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
      stdout += chunk;
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ code: 127, output: String(error), stdout }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), output, stdout }));
  });
}

/** Debian keeps servers where a user's path does not look. */
const ALSO = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** Where a program is, or null. */
export function which(program) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...ALSO]) {
    const path = join(folder, program);
    try {
      if (folder) accessSync(path, constants.X_OK);
      else continue;
      return path;
    } catch {
      // Not here.
    }
  }
  return null;
}
