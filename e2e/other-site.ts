import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { SITE_KEY } from './server.ts';

const EXAMPLE = join(import.meta.dirname, '..', 'packages', 'sdk', 'example', 'index.html');

export interface OtherSite {
  readonly url: string;
  stop(): Promise<void>;
}

/** Somebody else's site: the SDK's example page, and a server that keeps the site key and asks Segue for tokens. */
export async function startOtherSite({ port, segue }: { readonly port: number; readonly segue: string }): Promise<OtherSite> {
  const server = createServer(async (request, response) => {
    if (request.url === '/segue-token' && request.method === 'POST') {
      const answer = await fetch(`${segue}/api/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-segue-site-key': SITE_KEY },
        body: JSON.stringify({ user: 'somebody' }),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    } else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(await readFile(EXAMPLE));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    // Another host than Segue's: a cookie of one must not help the other.
    url: `http://localhost:${port}/?segue=${encodeURIComponent(segue)}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
