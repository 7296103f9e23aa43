import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Waits on a pipe from this process; a line says that all is well, its end that this process was killed. */
const SWEEPER = `if IFS= read -r _; then exit 0; fi; sleep 5; rm -rf -- "$1"`;

/**
 * A temporary folder that is removed by `remove`, and some seconds after this process was killed.
 * @param {string} name
 */
export function makeScratch(name) {
  const path = mkdtempSync(join(tmpdir(), `segue-${name}-`));
  // Postgres runs as another user and must be able to walk in.
  chmodSync(path, 0o755);
  const sweeper = spawn('sh', ['-c', SWEEPER, 'sweeper', path], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  sweeper.on('error', () => {});
  sweeper.stdin.on('error', () => {});
  sweeper.unref();
  sweeper.stdin.unref?.();
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      sweeper.stdin.end('done\n');
    },
  };
}
