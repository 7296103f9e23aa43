import { connect, createServer, type Socket } from 'node:net';

type Weather =
  | 'fair'
  /** Connections are closed and new ones refused. */
  | 'cut'
  /** Connections stand and carry nothing, either way. */
  | 'black-hole'
  /** What is sent arrives; what is answered does not: the moment between receipt and ack. */
  | 'no-answers';

export interface TcpProxy {
  readonly port: number;
  set(weather: Weather): void;
  /** Every byte comes so much later, each way. */
  delay(ms: number): void;
  stop(): Promise<void>;
}

/**
 * Stands before a server and spoils the line. A browser's own "offline" leaves an open WebSocket open, and a killed server
 * says goodbye: only a line that is spoilt behaves like one.
 */
export async function startTcpProxy(target: { readonly host?: string; readonly port: number }, ownPort = 0): Promise<TcpProxy> {
  const pairs = new Set<{ readonly near: Socket; readonly far: Socket; lost: boolean }>();
  let weather: Weather = 'fair';
  let delayMs = 0;

  const server = createServer((near) => {
    if (weather === 'cut') return void near.destroy();
    const far = connect({ host: target.host ?? '127.0.0.1', port: target.port });
    const pair = { near, far, lost: false };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    const carry = (from: Socket, to: Socket, isLost: () => boolean) => {
      let before = Promise.resolve();
      from.on('data', (chunk) => {
        if (isLost()) {
          pair.lost = true;
          return;
        }
        const later = delayMs > 0 ? new Promise((resolve) => setTimeout(resolve, delayMs)) : null;
        // One after the other: what comes after a delay was lifted must not overtake what still waits.
        before = before.then(async () => {
          await later;
          if (!to.destroyed) to.write(chunk);
        });
      });
    };
    carry(near, far, () => weather === 'black-hole');
    carry(far, near, () => weather === 'black-hole' || weather === 'no-answers');
  });
  await new Promise<void>((resolve) => server.listen(ownPort, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the proxy has no port');

  return {
    port: address.port,
    set(next) {
      weather = next;
      for (const pair of [...pairs]) {
        // A stream with a hole in it is no stream: it ends when the weather clears.
        if (next === 'cut' || (next === 'fair' && pair.lost)) {
          pair.near.destroy();
          pair.far.destroy();
        }
      }
    },
    delay(ms) {
      delayMs = ms;
    },
    async stop() {
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
