import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** How long a program may take to end by itself before it is killed, in seconds. */
const GRACE_SECONDS = 3;

/**
 * A watcher beside the program, in its process group: it waits on a pipe from this process, and when the pipe closes
 * (this process ended, by SIGKILL too) it ends the program and then whatever is left of the group. The shell then
 * becomes the program, so that pid, exit code and signals are the program's own. As long as the watcher lives, the
 * kernel gives the group's number to nobody else.
 */
const WATCHER = `
( trap '' INT TERM HUP
  while IFS= read -r _; do :; done
  kill -"$SEGUE_STOP_SIGNAL" $$ 2>/dev/null; kill -CONT $$ 2>/dev/null
  tenths=0
  while kill -0 $$ 2>/dev/null && [ $tenths -lt "$SEGUE_GRACE_TENTHS" ]; do sleep 0.1; tenths=$((tenths+1)); done
  kill -KILL -- -$$ ) <&3 >/dev/null 2>&1 &
exec 3<&-
exec "$@"`;

/**
 * Starts a program that ends with this process, whatever ends this process.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string | null} [options.log] file that both outputs are appended to; null: to where this process writes
 * @param {'TERM' | 'INT' | 'QUIT'} [options.stopSignal] what asks it to end; Postgres waits for its clients on TERM
 * @param {number} [options.graceSeconds]
 * @param {number} [options.uid]
 * @param {number} [options.gid]
 * @returns {Guarded}
 *
 * @typedef {object} Guarded
 * @property {number | undefined} pid
 * @property {Promise<number>} ended its exit code; 128 and more for a signal, 127 where it could not be started
 * @property {() => boolean} running
 * @property {() => string} tail its last words, where it writes into a log
 * @property {(signal: NodeJS.Signals) => void} kill
 * @property {() => Promise<void>} stop asks it to end, kills it after the grace, and waits until it is gone
 */
export function startGuarded(command, args, options = {}) {
  const { cwd, env = process.env, log = null, stopSignal = 'TERM', graceSeconds = GRACE_SECONDS, uid, gid } = options;
  const out = log === null ? 'inherit' : openSync(log, 'a');
  const child = spawn('sh', ['-c', WATCHER, 'guarded', command, ...args], {
    cwd,
    env: { ...env, SEGUE_STOP_SIGNAL: stopSignal, SEGUE_GRACE_TENTHS: String(graceSeconds * 10) },
    stdio: ['ignore', out, out, 'pipe'],
    // A group of its own: what a terminal sends to us does not reach it, we pass it on.
    detached: true,
    uid,
    gid,
  });
  if (typeof out === 'number') closeSync(out);
  child.stdio[3]?.on('error', () => {});
  let running = true;
  const ended = new Promise((resolve) => {
    const end = (code) => {
      running = false;
      // The watcher, and what the program left behind.
      if (child.pid !== undefined) signalTo(-child.pid, 'SIGKILL');
      resolve(code);
    };
    child.once('error', () => end(127));
    child.once('exit', (code, signal) => end(code ?? (signal ? 128 : 1)));
  });
  return {
    pid: child.pid,
    ended,
    running: () => running,
    tail: () => (log === null ? '' : readFileSync(log, 'utf8').trim().split('\n').slice(-12).join('\n')),
    kill: (signal) => {
      if (running && child.pid !== undefined) signalTo(child.pid, signal);
    },
    async stop() {
      if (!running || child.pid === undefined) return;
      signalTo(child.pid, `SIG${stopSignal}`);
      signalTo(child.pid, 'SIGCONT');
      const late = setTimeout(() => signalTo(-child.pid, 'SIGKILL'), graceSeconds * 1000);
      await ended;
      clearTimeout(late);
    },
  };
}

function signalTo(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
