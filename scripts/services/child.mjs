import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** A port that nobody listens on, on 127.0.0.1. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a server under a guardian: a shell that waits on a pipe from this process and kills the server when the pipe
 * closes, so that a server dies with its starter whatever killed that, SIGKILL too.
 */
export function startChild(name, command, args, { folder, env = process.env, uid, gid }) {
  const log = join(folder, `${name}.log`);
  const guardian = `"$@" >>"$SEGUE_SERVICE_LOG" 2>&1 </dev/null & pid=$!
echo $pid
( wait $pid 2>/dev/null ) &
while IFS= read -r line; do :; done
kill -TERM $pid 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 $pid 2>/dev/null || exit 0; sleep 0.2; done
kill -KILL $pid 2>/dev/null`;
  createWriteStream(log, { flags: 'a' }).end();
  const child = spawn('sh', ['-c', guardian, 'guardian', command, ...args], {
    cwd: folder,
    env: { ...env, SEGUE_SERVICE_LOG: log },
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    uid,
    gid,
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  const pid = new Promise((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(Number(String(chunk).trim())));
    child.once('exit', () => reject(new Error(`${name} could not be started; see ${log}`)));
  });
  pid.catch(() => {});
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    log,
    pid,
    /** Sends a signal to the server itself. */
    async signal(signal) {
      try {
        process.kill(await pid, signal);
      } catch {
        // It is gone already.
      }
    },
    /** Ends the server and waits until it is gone. */
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** Tries `probe` until it does not throw. */
export async function until(probe, what, timeoutMs = 60_000) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (cause) {
      if (Date.now() > end) throw new Error(`${what} did not come up within ${timeoutMs / 1000} s`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Resolves when somebody listens on the port. */
export async function connectable(port) {
  const { connect } = await import('node:net');
  await new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(1_000, () => socket.destroy(new Error('timeout')));
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
