import { z } from 'zod';
import { ActSchema } from './act.ts';
import { GestureSchema, RevisionSchema } from './gesture.ts';
import { EventIdSchema } from './ids.ts';
import { PositionSchema } from './position.ts';
import { SlateSchema } from './slate.ts';

export const REFUSAL_CODES = [
  'event_malformed',
  'event_too_large',
  'number_reused',
  'outbox_unknown',
  'track_unknown',
  'artist_unknown',
  'undo_too_old',
  'undo_unknown',
  'yours_next_full',
  'blocks_full',
  'session_invalid',
] as const;
export const RETRY_CODES = ['rate_limited', 'overloaded', 'stopping', 'log_unavailable', 'store_unavailable'] as const;

/** The answer to a gesture. `acked`: the log has it. `refused`: drop it and show it. `retry`: keep it, come back later. */
export const AnswerSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('acked'), position: PositionSchema }),
  z.object({
    status: z.literal('refused'),
    code: z.enum(REFUSAL_CODES),
    field: z.string().optional(),
    message: z.string(),
    /** With `undo_too_old`: the gesture that does the opposite, where there is one. */
    inverse: ActSchema.optional(),
  }),
  z.object({
    status: z.literal('retry'),
    code: z.enum(RETRY_CODES),
    afterMs: z.number().int().positive(),
  }),
]);
export type Answer = z.infer<typeof AnswerSchema>;

/** Answer to `ping`: the server's clock, ms since 1970 with fractions. */
export const PongSchema = z.object({ serverMs: z.number() });

/** What a browser measured for one slate that its own gesture caused. */
export const PaintedSchema = z.strictObject({
  event: EventIdSchema,
  revision: RevisionSchema,
  /** From the input's `event.timeStamp` to the first frame with the new order, one clock. */
  gestureToPaintMs: z.number().min(0).max(3_600_000),
  /** From the arrival of the slate to that frame. */
  paintMs: z.number().min(0).max(3_600_000),
  /** Server's push to the client's receipt, clock-corrected, and how far off the clocks may be. */
  pushMs: z.number().min(-60_000).max(3_600_000),
  /** Round trip of the gesture less the server's own time, halved: an estimate. */
  clientToApiMs: z.number().min(0).max(3_600_000),
  clockErrorMs: z.number().min(0).max(60_000),
  /** Held back, sent again or painted while hidden: counted apart. */
  delayed: z.boolean(),
});
export type Painted = z.infer<typeof PaintedSchema>;

export const TuneSchema = z.strictObject({
  discover: z.number().min(0).max(1),
  energy: z.number().min(0).max(1),
});

/** State of the parts, pushed when it changes. */
export const StatusSchema = z.object({
  degraded: z.array(z.string()),
  teaching: z.number().nullable(),
});
export type Status = z.infer<typeof StatusSchema>;

/**
 * The Socket.IO messages, by name. From the client each is emitted with one payload and an ack callback;
 * from the server each is emitted with one payload.
 */
export const CLIENT_MESSAGES = {
  gesture: {
    payload: GestureSchema,
    answer: AnswerSchema,
    what: 'One gesture; answered once the log has it.',
  },
  snapshot: {
    payload: z.strictObject({}),
    answer: SlateSchema,
    what: 'The newest slate, ranked now.',
  },
  preview: {
    payload: TuneSchema,
    answer: SlateSchema,
    what: 'The slate under other sliders; nothing is logged.',
  },
  ping: {
    payload: z.strictObject({}),
    answer: PongSchema,
    what: 'The server clock; the client takes the best of eight.',
  },
  painted: {
    payload: PaintedSchema,
    answer: z.strictObject({}),
    what: 'Measured gesture-to-paint of one slate.',
  },
} as const;
export const SERVER_MESSAGES = {
  slate: {
    payload: SlateSchema,
    what: 'A slate newer than any sent before on this connection.',
  },
  status: {
    payload: StatusSchema,
    what: 'Which parts are down; how far teaching is.',
  },
} as const;

/** Bytes; a gesture is some hundred. */
export const MAX_MESSAGE_BYTES = 64 * 1024;
/** Gestures that a client may have sent and not yet seen answered. */
export const MAX_UNACKED = 64;
/** Where the browser's socket connects. */
export const SOCKET_PATH = '/socket.io';
