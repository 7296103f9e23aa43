import { z } from 'zod';
import { RevisionSchema } from './gesture.ts';
import { ArtistIdSchema, EventIdSchema, TrackIdSchema } from './ids.ts';
import { PositionSchema } from './position.ts';

/** What a row needs to be drawn and played. */
export const TrackCardSchema = z.object({
  trackId: TrackIdSchema,
  title: z.string(),
  artistId: ArtistIdSchema,
  artist: z.string(),
  album: z.string().nullable(),
  genre: z.string(),
  /** 0 calm .. 1 energetic. */
  energy: z.number(),
  tempoBpm: z.number(),
  durationSeconds: z.number(),
  /** `stand-in`: the source has no sound; a composed piece plays instead and the page says so. */
  sound: z.enum(['composed', 'file', 'stand-in']),
  soundUrl: z.string(),
  coverUrl: z.string(),
});
export type TrackCard = Readonly<z.infer<typeof TrackCardSchema>>;

/** One icon a kind. */
export const REASON_KINDS = [
  'taste',
  'co-listened',
  'artist',
  'genre',
  'sound',
  'popular',
  'new',
  'explore',
  'variety',
  'yours',
  'start',
  'mixed',
  'tuned',
] as const;
export type ReasonKind = (typeof REASON_KINDS)[number];

export const ReasonSchema = z.object({
  kind: z.enum(REASON_KINDS),
  /** A sentence in plain words, second person. */
  text: z.string(),
  /** Signal groups and how far the score would fall without each, largest first, as shares of 1. */
  shares: z.array(z.object({ signal: z.string(), share: z.number() })),
});
export type Reason = Readonly<z.infer<typeof ReasonSchema>>;

export const SlateRowSchema = z.object({
  track: TrackCardSchema,
  reason: ReasonSchema,
  placedBy: z.enum(['model', 'exploration', 'variety', 'listener']),
  /** Probability that this row would stand in this slate: exploration below 1, the rest 1. */
  propensity: z.number(),
});
export type SlateRow = Readonly<z.infer<typeof SlateRowSchema>>;

/** Server clocks in ms since 1970, fractions kept, of the event that the slate names, or else of the newest that it covers. */
export const TimingsSchema = z.object({
  receivedAtMs: z.number(),
  takenAtMs: z.number(),
  learntAtMs: z.number(),
  storedAtMs: z.number(),
  noticedAtMs: z.number(),
  rankedAtMs: z.number(),
});
export type Timings = Readonly<z.infer<typeof TimingsSchema>>;

/** What the last gesture did to the taste, in words: "less hard rock, more slow soul". */
export const HeardSchema = z.object({
  event: EventIdSchema,
  type: z.string(),
  title: z.string().nullable(),
  more: z.string().nullable(),
  less: z.string().nullable(),
  /** Several gestures of one kind that came so fast that one sentence says them all; absent where it was one. */
  sum: z
    .object({
      /** Oldest first; the last is `event`. */
      events: z.array(EventIdSchema),
      /** The genres that all of them changed most, strongest first. */
      more: z.array(z.string()),
      less: z.array(z.string()),
    })
    .optional(),
});
export type Heard = Readonly<z.infer<typeof HeardSchema>>;

export const GenreShareSchema = z.object({
  genre: z.string(),
  share: z.number(),
});

export const SlateSchema = z.object({
  revision: RevisionSchema,
  /** Every event of this listener at or before it is in this slate. */
  covers: PositionSchema.nullable(),
  rows: z.array(SlateRowSchema),
  /** Yours next: only the listener's hand, or being played, moves or drops a row. */
  yours: z.array(SlateRowSchema),
  heard: HeardSchema.nullable(),
  timings: TimingsSchema.nullable(),
  /** What Segue hears in the listener, strongest first, shares of 1. */
  genres: z.array(GenreShareSchema),
  /** Gestures that taught something; 0 is a listener of whom nothing is known yet. */
  lessons: z.number().default(0),
  tune: z.object({ discover: z.number(), energy: z.number() }),
  /** Of the rows, and of what was played lately, those that the listener likes. */
  liked: z.array(TrackIdSchema),
  /** Parts that are down right now; the list still stands. */
  degraded: z.array(z.string()),
  /** The simulated history that is being taught behind a first start, 0..1, or null. */
  teaching: z.number().nullable(),
});
export type Slate = Readonly<z.infer<typeof SlateSchema>>;
