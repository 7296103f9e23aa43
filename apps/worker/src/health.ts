import type { Metrics } from '@segue/telemetry';
import Fastify from 'fastify';

/** Health and metrics of a worker that runs by itself. */
export async function startHealth({
  down,
  metrics,
  port,
  host,
}: {
  readonly down: () => readonly string[];
  readonly metrics: Metrics;
  readonly port: number;
  readonly host: string;
}) {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.get('/healthz', async () => ({ status: 'up' }));
  app.get('/readyz', async (_request, reply) => {
    const parts = down();
    return reply.code(parts.length === 0 ? 200 : 503).send({ status: parts.length === 0 ? 'ready' : 'not ready', down: parts });
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()));
  await app.listen({ port, host });
  return app;
}
