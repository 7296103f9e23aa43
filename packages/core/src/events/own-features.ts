import { z } from 'zod';
import { TrackIdSchema } from './ids.ts';

/** `GET /api/features`: every declared feature, with the listener's own values and what they mean. */
export const OwnFeaturesSchema = z.object({
  /** When the values were read, ms since 1970. */
  atMs: z.number(),
  /** The track that the track features are of: the one heard last; null where nothing was heard. */
  track: z.object({ trackId: TrackIdSchema, title: z.string(), artist: z.string() }).nullable(),
  features: z.array(
    z.object({
      name: z.string(),
      entity: z.enum(['listener', 'session', 'track']),
      title: z.string(),
      window: z.string(),
      type: z.string(),
      /** After so long of silence it says nothing more, ms; null for what is kept. */
      livesMs: z.number().nullable(),
      /** Null where it is not to be told: of a track that fewer than five people have heard. */
      value: z.number().nullable(),
      says: z.string(),
    }),
  ),
});
export type OwnFeatures = z.infer<typeof OwnFeaturesSchema>;
