import { bearerOf, type Metrics, operatorsBy } from '@segue/telemetry';
import Fastify from 'fastify';

/** Health and metrics of a worker that runs by itself. */
export async function startHealth({
  down,
  metrics,
  port,
  host,
  operator,
}: {
  readonly down: () => readonly string[];
  readonly metrics: Metrics;
  readonly port: number;
  readonly host: string;
  /** See `operatorsBy`. */
  readonly operator: { readonly token: string | undefined; readonly open: boolean };
}) {
  const isOperator = operatorsBy(operator);
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.get('/healthz', async () => ({ status: 'up' }));
  app.get('/readyz', async (_request, reply) => {
    const parts = down();
    return reply.code(parts.length === 0 ? 200 : 503).send({ status: parts.length === 0 ? 'ready' : 'not ready', down: parts });
  });
  app.get('/metrics', async (request, reply) => {
    if (isOperator(bearerOf(request.headers.authorization)))
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    const message = 'This is for operators: send Authorization: Bearer and the OPERATOR_TOKEN of this worker.';
    return reply.code(401).send({ code: 'operator_only', message });
  });
  await app.listen({ port, host });
  return app;
}
