import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where the web app lies, wherever this file was bundled to. */
function webFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'apps', 'web', 'package.json');
    if (existsSync(candidate)) return dirname(candidate);
    if (folder === dirname(folder)) throw new Error('apps/web is not beside the program: the installation is incomplete');
  }
}

interface NextServer {
  prepare(): Promise<void>;
  getRequestHandler(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  close(): Promise<void>;
}

/** Next.js in this process. */
export async function openPages({
  dev,
  port,
  host,
}: {
  readonly dev: boolean;
  readonly port: number;
  readonly host: string;
}): Promise<NextServer> {
  const next = createRequire(import.meta.url)('next') as (options: {
    dev: boolean;
    dir: string;
    port: number;
    hostname: string;
    quiet: boolean;
  }) => NextServer;
  const server = next({ dev, dir: webFolder(), port, hostname: host, quiet: !dev });
  await server.prepare();
  return server;
}
