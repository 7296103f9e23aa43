import { z } from 'zod';
import { ArtistIdSchema, EventIdSchema, TrackIdSchema } from './ids.ts';

/** Share of the track's duration that sounded, 0..1: the union of media time, never wall time, never position. */
const heardFraction = z.number().min(0).max(1);
const fraction = z.number().min(0).max(1);
const trackId = TrackIdSchema;

/** Under this a natural end is no `complete` (the listener seeked through it). */
export const COMPLETE_AT_LEAST = 0.9;

export const SubjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('track'), id: TrackIdSchema }),
  z.strictObject({ kind: z.literal('artist'), id: ArtistIdSchema }),
]);
export type Subject = z.infer<typeof SubjectSchema>;

export const AGE_BANDS = ['under-18', '18-24', '25-34', '35-49', '50-64', '65-plus'] as const;

/** What a listener did. Flat, strict (an unknown field is refused), one literal `type` each. */
export const ActSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('play'), trackId }),
  z.strictObject({ type: z.literal('skip'), trackId, heardFraction }),
  z.strictObject({
    type: z.literal('complete'),
    trackId,
    heardFraction: heardFraction.min(COMPLETE_AT_LEAST),
  }),
  z.strictObject({ type: z.literal('click'), trackId }),
  z.strictObject({ type: z.literal('like'), trackId }),
  z.strictObject({ type: z.literal('unlike'), trackId }),
  z.strictObject({ type: z.literal('dislike'), trackId }),
  z.strictObject({ type: z.literal('block'), subject: SubjectSchema }),
  z.strictObject({ type: z.literal('unblock'), subject: SubjectSchema }),
  z.strictObject({ type: z.literal('more'), trackId }),
  z.strictObject({
    type: z.literal('queue'),
    trackId,
    at: z.enum(['top', 'end']),
  }),
  z.strictObject({ type: z.literal('unqueue'), trackId }),
  z.strictObject({ type: z.literal('pin'), trackId }),
  z.strictObject({ type: z.literal('unpin'), trackId }),
  /** Moves a row of Yours next to place `to`, counted from 0. */
  z.strictObject({
    type: z.literal('move'),
    trackId,
    to: z.number().int().min(0).max(199),
  }),
  /** The two sliders: 0 familiar .. 1 discover, 0 calm .. 1 energy; 0.5 is neutral. */
  z.strictObject({
    type: z.literal('tune'),
    discover: fraction,
    energy: fraction,
  }),
  z.strictObject({
    type: z.literal('profile'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'a country is two capital letters, as in ISO 3166-1')
      .optional(),
    ageBand: z.enum(AGE_BANDS).optional(),
    genres: z.array(z.string().min(1).max(40)).max(12).optional(),
    firstTracks: z.array(trackId).max(5).optional(),
  }),
  z.strictObject({ type: z.literal('undo'), event: EventIdSchema }),
  z.strictObject({ type: z.literal('erase') }),
  z.strictObject({
    type: z.literal('impression'),
    rows: z
      .array(
        z.strictObject({
          trackId,
          rank: z.number().int().min(0).max(400),
          propensity: fraction,
        }),
      )
      .min(1)
      .max(60),
  }),
  z.strictObject({
    type: z.literal('seek'),
    trackId,
    fromSeconds: z.number().min(0).max(86_400),
    toSeconds: z.number().min(0).max(86_400),
  }),
]);
export type Act = z.infer<typeof ActSchema>;
export type ActType = Act['type'];
export type ActOf<T extends ActType> = Extract<Act, { type: T }>;

/** Acts that the listener's hand made and that are obeyed at once, model or no model. */
export const HAND_ACTS: ReadonlySet<ActType> = new Set([
  'skip',
  'dislike',
  'block',
  'unblock',
  'queue',
  'unqueue',
  'pin',
  'unpin',
  'move',
  'like',
  'unlike',
  'play',
  'complete',
  'erase',
  'tune',
  'undo',
]);

/** Teach and never cause a slate. */
export const SILENT_ACTS: ReadonlySet<ActType> = new Set(['impression', 'seek']);
