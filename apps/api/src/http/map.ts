import { TrackIdSchema } from '@segue/core/events';
import { middleOf, type SoundMap, soundMapOf } from '@segue/core/ranking';
import { z } from 'zod';
import type { App, HttpContext } from './context.ts';

/** Dots that can still be told apart on a panel's width. */
const MOST_DRAWN = 400;
const MOST_ASKED = 40;
/** Vectors move slowly: one drawing serves everybody for so long, unless tracks came or went. */
const DRAWN_FOR_MS = 5 * 60_000;

const AxisSchema = z.object({ axis: z.array(z.number()), offset: z.number() });
const Place = z.object({ x: z.number(), y: z.number() });
const MapSchema = z.object({
  x: AxisSchema,
  y: AxisSchema,
  genres: z.array(Place.extend({ genre: z.string(), tracks: z.number() })),
  tracks: z.array(Place.extend({ trackId: TrackIdSchema, genre: z.number() })),
});

/** The catalogue by sound, and where a list stands in it. */
export function mapRoutes(app: App, { model, nowMs }: HttpContext): void {
  let drawn: { readonly map: z.infer<typeof MapSchema>; readonly generation: number; readonly atMs: number } | null = null;

  app.get(
    '/api/map',
    {
      schema: {
        tags: ['catalogue'],
        summary:
          'Tracks and genres in two dimensions of their vectors: a vector of length 1 stands at its product with each axis, less the offset',
        response: { 200: MapSchema },
      },
    },
    async (_, reply) => {
      reply.header('cache-control', 'no-store');
      const atMs = nowMs();
      if (!drawn || drawn.generation !== model.generation || Math.abs(atMs - drawn.atMs) > DRAWN_FOR_MS) {
        drawn = { map: sentAs(soundMapOf(model, MOST_DRAWN)), generation: model.generation, atMs };
      }
      return drawn.map;
    },
  );

  // A vector and not its place: another instance may have drawn the map that the page holds, from other directions.
  app.get(
    '/api/map/middle',
    {
      schema: {
        tags: ['catalogue'],
        summary: 'The middle of some tracks’ vectors, each at length 1: where a list stands on the map',
        querystring: z.object({
          tracks: z
            .string()
            .transform((ids) => ids.split(','))
            .pipe(z.array(TrackIdSchema).min(1).max(MOST_ASKED)),
        }),
        response: { 200: z.object({ vector: z.array(z.number()).nullable() }) },
      },
    },
    async (request, reply) => {
      const middle = middleOf(model, request.query.tracks);
      reply.header('cache-control', 'no-store');
      return { vector: middle && Array.from(middle, short) };
    },
  );
}

/** Four digits are finer than a pixel. */
const short = (value: number): number => Math.round(value * 10_000) / 10_000;

function sentAs({ x, y, genres, tracks }: SoundMap): z.infer<typeof MapSchema> {
  const placed = <T extends { readonly x: number; readonly y: number }>(one: T) => ({ ...one, x: short(one.x), y: short(one.y) });
  return {
    x: { axis: Array.from(x.axis, short), offset: short(x.offset) },
    y: { axis: Array.from(y.axis, short), offset: short(y.offset) },
    genres: genres.map(placed),
    tracks: tracks.map(placed),
  };
}
