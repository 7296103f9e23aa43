import { SlateSchema } from '@segue/core/events';
import type { App, HttpContext } from './context.ts';

export function slateRoutes(app: App, { listenerOf, maker, store, metrics }: HttpContext): void {
  app.get(
    '/api/slate',
    {
      schema: {
        tags: ['listening'],
        summary: 'The listener’s list, with everything that they said laid over it',
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
      return maker.makeNow({ listener, taste: await maker.loadTaste(listener), pending, heard: null, timings: null });
    },
  );
}
