import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './context.ts';

/** Where only the api answers, whatever pages are served beside it. */
export const OURS = ['/api/*', '/sdk/*', '/audio/*', '/covers/*'] as const;

/** A path that nobody serves: says so, with where to look. */
export async function answerNotFound(request: FastifyRequest, reply: FastifyReply) {
  const path = request.url.split('?', 1)[0] ?? '';
  return reply.code(404).send({
    code: 'not_found',
    message: `There is no ${request.method} ${path.slice(0, 200)} here; /api/docs lists what there is.`,
  });
}

export function notFoundRoutes(app: App): void {
  for (const url of OURS) {
    app.route({ method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], url, schema: { hide: true }, handler: answerNotFound });
  }
}
