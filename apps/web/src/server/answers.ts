import { AGE_BANDS, ArtistIdSchema, EventIdSchema, TrackCardSchema } from '@segue/core/events';
import { z } from 'zod';

/** `GET /api/search?q=`: best first. */
export const FoundTracksSchema = z.object({ tracks: z.array(TrackCardSchema) });

/** `GET /api/history`: what the listener did with tracks, newest first. Times are ms since 1970. */
export const HistorySchema = z.object({
  entries: z.array(
    z.object({
      event: EventIdSchema,
      type: z.enum(['play', 'skip', 'complete', 'like', 'unlike', 'dislike', 'block', 'unblock']),
      track: TrackCardSchema,
      heardFraction: z.number().nullable(),
      atMs: z.number(),
    }),
  ),
});
export type HistoryEntry = Readonly<z.infer<typeof HistorySchema>['entries'][number]>;

/** `GET /api/blocks`: what never plays until it is taken back. */
export const BlocksSchema = z.object({
  tracks: z.array(TrackCardSchema),
  artists: z.array(z.object({ artistId: ArtistIdSchema, artist: z.string() })),
});

/** `GET /api/genres`: every genre of the catalogue, the largest first. */
export const GenresSchema = z.object({ genres: z.array(z.object({ genre: z.string() })) });

/** `GET /api/profile`: what the listener told about themselves; all of it optional. */
export const ProfileSchema = z.object({
  country: z.string().nullable(),
  ageBand: z.enum(AGE_BANDS).nullable(),
  genres: z.array(z.string()),
});

const TrackNamed = z.object({ trackId: z.string(), title: z.string().nullable(), artist: z.string().nullable() });
/** Below 0 is what they turned away from. */
const Weight = z.object({ name: z.string(), weight: z.number() });

/** `GET /api/me`: all that is held on the listener, as far as the page says it. */
export const HeldSchema = z.object({
  listener: z.string(),
  profile: ProfileSchema,
  taste: z
    .object({
      lessons: z.number(),
      genres: z.array(Weight),
      artists: z.array(Weight),
      vector: z.array(z.number()),
      recent: z.array(z.object({ trackId: z.string(), kind: z.string() })),
      enjoyed: z.array(z.unknown()),
      shownAndNotTaken: z.array(z.unknown()),
    })
    .nullable(),
  likes: z.array(TrackNamed),
  dislikes: z.array(TrackNamed),
  blocks: z.object({ tracks: z.array(TrackNamed), artists: z.array(z.string()) }),
  yoursNext: z.array(TrackNamed),
  history: z.array(TrackNamed),
  notYetLearnt: z.number(),
  listKept: z.boolean(),
});
export type Held = Readonly<z.infer<typeof HeldSchema>>;
