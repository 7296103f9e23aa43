import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { ControlAnswerSchema, type ControlRequest } from './protocol.ts';

export interface ControlClient {
  /** Resolves once it is done, to what the server's clock says then. */
  ask(request: ControlRequest): Promise<number>;
  close(): void;
}

/** A test's end of the control socket. */
export async function connectControl(path: string): Promise<ControlClient> {
  const socket = connect(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  const waiting: { resolve(nowMs: number): void; reject(cause: Error): void }[] = [];
  const lines = createInterface({ input: socket });
  lines.on('line', (line) => {
    const answer = ControlAnswerSchema.parse(JSON.parse(line));
    const asked = waiting.shift();
    if (answer.ok) asked?.resolve(answer.nowMs);
    else asked?.reject(new Error(answer.problem));
  });
  const gone = () => new Error('the server closed its control socket');
  // What comes of an error is that the socket closes.
  for (const one of [socket, lines]) one.on('error', () => {});
  socket.on('close', () => {
    for (const { reject } of waiting.splice(0)) reject(gone());
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(gone());
        waiting.push({ resolve, reject });
        socket.write(`${JSON.stringify(request)}\n`);
      }),
    close: () => socket.destroy(),
  };
}
