import { SlateSchema } from '@segue/core/events';
import { lastSaidOf } from '../serving/last-said.ts';
import type { App, HttpContext } from './context.ts';

export function slateRoutes(app: App, { listenerOf, maker, model, store, metrics }: HttpContext): void {
  app.get(
    '/api/slate',
    {
      schema: {
        tags: ['listening'],
        summary: 'The listener’s list, with everything that they said laid over it, and what was heard last',
        response: { 200: SlateSchema },
      },
    },
    async (request, reply) => {
      const listener = await listenerOf(request);
      const partition = maker.partition(listener);
      const [pending, cached] = await Promise.all([maker.loadPending(listener), store.slates.get(partition, listener)]);
      reply.header('cache-control', 'no-store').type('application/json');
      if (cached && pending.length === 0 && cached.revision.view === maker.view()) {
        metrics.count('segue_slate_cache_total', { result: 'hit' });
        return reply.serializer((bytes: Uint8Array) => Buffer.from(bytes) as unknown as string).send(cached.bytes as never);
      }
      metrics.count('segue_slate_cache_total', { result: 'miss' });
      const taste = await maker.loadTaste(listener);
      return maker.makeNow({ listener, taste, pending, heard: taste && lastSaidOf(taste, model), timings: null });
    },
  );
}
