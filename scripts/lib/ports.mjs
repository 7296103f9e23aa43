import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

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

/** Resolves when somebody listens on the port, throws when not. */
export async function connectable(port) {
  await new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer within 1 s')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
  });
}

/**
 * Tries `probe` until it does not throw. Gives up when the time is over, and at once when the program behind it has ended.
 * @param {() => Promise<unknown>} probe
 * @param {{ what: string, timeoutMs: number, program?: import('./guarded.mjs').Guarded }} options
 */
export async function untilUp(probe, { what, timeoutMs, program }) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      await probe();
      return;
    } catch (cause) {
      const said = () => (program?.tail() ? `; its last words:\n${program.tail()}` : '');
      if (program && !program.running()) throw new Error(`${what} ended with code ${await program.ended}${said()}`);
      if (Date.now() > end) throw new Error(`${what} did not come up within ${timeoutMs / 1000} s (${cause.message})${said()}`);
      await wait(100);
    }
  }
}
