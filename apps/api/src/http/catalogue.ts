import { AppError } from '@segue/core/errors';
import { TrackCardSchema, TrackIdSchema } from '@segue/core/events';
import { z } from 'zod';
import { createSearch } from '../serving/search.ts';
import type { App, HttpContext } from './context.ts';

const MAX_QUERY = 200;

export function catalogueRoutes(app: App, { model, maker }: HttpContext): void {
  const search = createSearch(model);

  app.get(
    '/api/search',
    {
      schema: {
        tags: ['catalogue'],
        summary: 'Tracks by title, artist, album or genre; forgives typing errors',
        querystring: z.object({
          q: z.string().trim().max(MAX_QUERY, `a search has at most ${MAX_QUERY} characters`),
          limit: z.coerce.number().int().min(1).max(50).default(30),
        }),
        response: { 200: z.object({ tracks: z.array(TrackCardSchema) }) },
      },
    },
    async (request) => ({ tracks: search(request.query.q, request.query.limit).map(maker.cardOf) }),
  );

  app.get(
    '/api/tracks/:id',
    { schema: { tags: ['catalogue'], summary: 'One track', params: z.object({ id: TrackIdSchema }), response: { 200: TrackCardSchema } } },
    async (request) => {
      const track = model.track(request.params.id);
      if (!track) throw new AppError('track_unknown', `There is no track ${request.params.id}.`);
      return maker.cardOf(track);
    },
  );

  app.get(
    '/api/genres',
    {
      schema: {
        tags: ['catalogue'],
        summary: 'Genres and how many tracks each has',
        response: { 200: z.object({ genres: z.array(z.object({ genre: z.string(), tracks: z.number() })) }) },
      },
    },
    async () => {
      const counts = new Map<string, number>();
      for (const track of model.tracks()) counts.set(track.genres[0] ?? '', (counts.get(track.genres[0] ?? '') ?? 0) + 1);
      return {
        genres: [...counts]
          .map(([genre, tracks]) => ({ genre, tracks }))
          .sort((a, b) => b.tracks - a.tracks || (a.genre < b.genre ? -1 : 1)),
      };
    },
  );
}
