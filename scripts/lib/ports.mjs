import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { PlainError } from './say.mjs';

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

/** Throws a sentence if nothing can listen on the port, on 127.0.0.1: what needs it may be started last, after minutes. */
export async function checkPort(port) {
  await new Promise((resolve, reject) => {
    const probe = createServer((socket) => socket.destroy());
    const problem = ({ code }) =>
      code === 'EADDRINUSE' ? 'is taken by another program' : `is not open to this user (${code}): those above 1023 are`;
    probe.once('error', (cause) => reject(new PlainError(`Port ${port} on 127.0.0.1 ${problem(cause)}. Name a free one.`)));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(resolve));
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
 * Resolves when what is sent to the port is answered as it should be, throws when not. Docker's own proxy takes connections long
 * before the server behind it is there.
 * @param {number} port
 * @param {{ hello: Buffer, isUp(answer: Buffer): boolean }} probe
 */
export async function answering(port, { hello, isUp }) {
  await new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const fail = (reason) => socket.destroy(new Error(reason));
    socket.setTimeout(1_000, () => fail('no answer within 1 s'));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it hung up')));
    socket.once('connect', () => socket.write(hello));
    socket.once('data', (answer) => {
      if (!isUp(answer)) return fail('it is starting');
      resolve(undefined);
      socket.destroy();
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
