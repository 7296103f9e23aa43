import { createServer } from 'node:net';

interface Address {
  readonly port: number;
  readonly host: string;
}

/** Rejects with a sentence if nothing can listen there: asked first, so that a start that must fail has touched nothing. */
export async function checkPort({ port, host }: Address): Promise<void> {
  if (port === 0) return;
  // Whoever waits for a restart may connect to the probe, which would never close then.
  const probe = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (cause) => reject(new Error(portProblem(cause, { port, host }), { cause })));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()));
  });
}

function portProblem(cause: NodeJS.ErrnoException, { port, host }: Address): string {
  switch (cause.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program. Set PORT to a free one, or end that program.`;
    case 'EACCES':
      return `Port ${port} on ${host} is not open to this user (EACCES). Set PORT to one above 1023.`;
    default:
      return `Nothing can listen on ${host}:${port} (${cause.code}). Set HOST and PORT to an address of this machine.`;
  }
}
