import { z } from 'zod';

const MAX_SLOW_MS = 60_000;

/** What a test may ask of a running server, one a line. */
export const ControlRequestSchema = z.discriminatedUnion('do', [
  /** Changes nothing; the answer tells the time. */
  z.strictObject({ do: z.literal('tell') }),
  /** The clock goes on from there. It may go back: so may a real one. */
  z.strictObject({ do: z.literal('set-clock'), to: z.iso.datetime() }),
  z.strictObject({ do: z.literal('advance-clock'), byMs: z.number().min(0) }),
  /** Every answer of the online store comes so much later; 0 ends it. */
  z.strictObject({ do: z.literal('slow-store'), byMs: z.number().min(0).max(MAX_SLOW_MS) }),
  /** A deaf log takes nothing in and does not say that it is ready; what it has it goes on giving. */
  z.strictObject({ do: z.literal('deafen-log'), deaf: z.boolean() }),
  z.strictObject({ do: z.literal('stop-worker') }),
  z.strictObject({ do: z.literal('start-worker') }),
]);
export type ControlRequest = z.infer<typeof ControlRequestSchema>;

/** Sent once what was asked for is done. */
export const ControlAnswerSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), nowMs: z.number() }),
  z.strictObject({ ok: z.literal(false), problem: z.string() }),
]);
export type ControlAnswer = z.infer<typeof ControlAnswerSchema>;
