import type { TrackId } from '@segue/core/events';
import { AGE_BANDS, ArtistIdSchema, TrackCardSchema } from '@segue/core/events';
import { z } from 'zod';
import type { App, HttpContext } from './context.ts';

const HISTORY_PAGE = 100;

/** What a listener can read of themselves. Each reads the listener of the cookie, and nobody else's (L7). */
export function mineRoutes(app: App, { catalogue, listenerOf, model, maker }: HttpContext): void {
  const cardsOf = (ids: readonly TrackId[]) =>
    ids.flatMap((id) => {
      const track = model.track(id);
      return track ? [maker.cardOf(track)] : [];
    });

  app.get(
    '/api/history',
    {
      schema: {
        tags: ['mine'],
        summary: 'What the listener did with tracks, newest first',
        querystring: z.object({ before: z.coerce.number().optional() }),
        response: {
          200: z.object({
            entries: z.array(
              z.object({
                event: z.string(),
                type: z.enum(['play', 'skip', 'complete', 'like', 'unlike', 'dislike', 'block', 'unblock']),
                track: TrackCardSchema,
                heardFraction: z.number().nullable(),
                atMs: z.number(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { before } = request.query;
      const entries = await catalogue.history(await listenerOf(request), {
        limit: HISTORY_PAGE,
        ...(before === undefined ? {} : { beforeMs: before }),
      });
      return {
        entries: entries.flatMap(({ trackId, ...entry }) => {
          const [track] = cardsOf([trackId]);
          return track ? [{ ...entry, track }] : [];
        }),
      };
    },
  );

  app.get(
    '/api/likes',
    {
      schema: { tags: ['mine'], summary: 'Liked tracks, newest first', response: { 200: z.object({ tracks: z.array(TrackCardSchema) }) } },
    },
    async (request) => ({ tracks: cardsOf(await catalogue.likes(await listenerOf(request))) }),
  );

  app.get(
    '/api/blocks',
    {
      schema: {
        tags: ['mine'],
        summary: 'What never plays until it is taken back',
        response: {
          200: z.object({ tracks: z.array(TrackCardSchema), artists: z.array(z.object({ artistId: ArtistIdSchema, artist: z.string() })) }),
        },
      },
    },
    async (request) => {
      const { tracks, artists } = await catalogue.blocks(await listenerOf(request));
      return {
        tracks: cardsOf(tracks),
        artists: artists.map((artistId) => ({
          artistId,
          artist: model.tracks().find((track) => track.artistId === artistId)?.artist ?? artistId,
        })),
      };
    },
  );

  app.get(
    '/api/profile',
    {
      schema: {
        tags: ['mine'],
        summary: 'What the listener told us about themselves',
        response: { 200: z.object({ country: z.string().nullable(), ageBand: z.enum(AGE_BANDS).nullable(), genres: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const listener = await listenerOf(request);
      const taste = await maker.loadTaste(listener);
      let profile = taste?.state.profile ?? { country: null, ageBand: null, genres: [] };
      for (const { event } of await maker.loadPending(listener)) {
        if (event.act.type === 'profile')
          profile = { country: event.act.country ?? null, ageBand: event.act.ageBand ?? null, genres: event.act.genres ?? [] };
      }
      return { country: profile.country, ageBand: AGE_BANDS.find((band) => band === profile.ageBand) ?? null, genres: [...profile.genres] };
    },
  );
}
