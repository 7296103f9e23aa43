import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

/** Makes the data folder where it is missing; throws a sentence where it cannot be written. */
export function openHome(home: string): void {
  try {
    makeFolder(home);
    accessSync(home, constants.W_OK);
  } catch (cause) {
    throw new Error(
      `The data folder ${home} cannot be written (${(cause as NodeJS.ErrnoException).code}). Set SEGUE_HOME to one that can.`,
      { cause },
    );
  }
}

/** Node's own `recursive` never comes back from a file system that makes no folders, as /proc. */
function makeFolder(path: string): void {
  if (!existsSync(path)) {
    makeFolder(dirname(path));
    try {
      mkdirSync(path);
    } catch (cause) {
      // Another process may have made it meanwhile.
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
  if (!statSync(path).isDirectory()) throw Object.assign(new Error(`${path} is a file`), { code: 'ENOTDIR' });
}

/** Rejects with a sentence if nothing can listen there: asked first, so that a start that must fail has touched nothing. */
export async function checkPort({ port, host }: { readonly port: number; readonly host: string }): Promise<void> {
  if (port === 0) return;
  // Whoever waits for a restart may connect to the probe, which would never close then.
  const probe = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (cause) => reject(new Error(portProblem(cause, { port, host }), { cause })));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()));
  });
}

function portProblem(cause: NodeJS.ErrnoException, { port, host }: { readonly port: number; readonly host: string }): string {
  switch (cause.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program. Set PORT to a free one, or end that program.`;
    case 'EACCES':
      return `Port ${port} on ${host} is not open to this user (EACCES). Set PORT to one above 1023.`;
    default:
      return `Nothing can listen on ${host}:${port} (${cause.code}). Set HOST and PORT to an address of this machine.`;
  }
}
