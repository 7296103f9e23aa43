import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './context.ts';

/** What the SDK on another page asks for over HTTP: its session or its own file, and what a slate's addresses name. */
const FOR_OTHER_PAGES = ['/api/session', '/sdk/', '/audio/', '/covers/'] as const;
const PREFLIGHT_SECONDS = 600;

/**
 * Lets the pages of `ALLOWED_ORIGINS` read the answers of the SDK's few routes; to every other page of another origin the
 * browser keeps them closed.
 */
export function allowOrigins(app: App, allowed: readonly string[]): void {
  if (allowed.length === 0) return;
  app.addHook('onRequest', async (request, reply) => {
    if (FOR_OTHER_PAGES.some((path) => request.url.startsWith(path))) answerOrigin(request, reply, allowed);
  });
  for (const path of FOR_OTHER_PAGES) {
    app.options(path.endsWith('/') ? `${path}*` : path, { schema: { hide: true } }, async (_request, reply) => reply.code(204).send());
  }
}

function answerOrigin(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): void {
  // A cache must not hand one page's answer to another.
  reply.header('vary', 'origin');
  const { origin } = request.headers;
  if (origin === undefined || !allowed.includes(origin)) return;
  reply.header('access-control-allow-origin', origin).header('access-control-allow-credentials', 'true');
  reply.header('access-control-expose-headers', 'accept-ranges, content-range, etag, retry-after');
  if (request.method !== 'OPTIONS') return;
  reply.header('access-control-allow-methods', 'GET, HEAD, POST');
  reply.header('access-control-allow-headers', 'content-type, if-none-match, if-range, range');
  reply.header('access-control-max-age', PREFLIGHT_SECONDS);
}
