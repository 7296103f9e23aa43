import { AppError } from '@segue/core/errors';
import { bearerOf } from '@segue/telemetry';
import { z } from 'zod';
import type { App, HttpContext } from './context.ts';

export function healthRoutes(app: App, { parts, metrics, isOperator }: HttpContext): void {
  app.get(
    '/healthz',
    { schema: { tags: ['health'], summary: 'The process lives', response: { 200: z.object({ status: z.literal('up') }) } } },
    async () => ({ status: 'up' as const }),
  );

  const Body = z.object({ status: z.enum(['ready', 'not ready']), parts: z.record(z.string(), z.string()) });
  app.get(
    '/readyz',
    { schema: { tags: ['health'], summary: 'Every part answers', response: { 200: Body, 503: Body } } },
    async (_request, reply) => {
      const found = await parts();
      const ready = Object.values(found).every((state) => state === 'up');
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', parts: { ...found } });
    },
  );

  app.get('/metrics', { schema: { tags: ['health'], summary: 'Prometheus' } }, async (request, reply) => {
    if (!isOperator(bearerOf(request.headers.authorization)))
      throw new AppError('operator_only', 'This is for operators: send Authorization: Bearer and the OPERATOR_TOKEN of this app.');
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
