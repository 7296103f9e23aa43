import { z } from 'zod';
import { ActSchema } from './act.ts';
import { ListenerIdSchema, OutboxIdSchema } from './ids.ts';

/** Revisions order the slates of one listener: compared epoch first, then taste, then view. */
export const RevisionSchema = z.strictObject({
  epoch: z.number().int().nonnegative(),
  taste: z.number().int().nonnegative(),
  view: z.number().int().nonnegative(),
});
export type Revision = Readonly<z.infer<typeof RevisionSchema>>;

export function compareRevisions(a: Revision, b: Revision): number {
  return a.epoch - b.epoch || a.taste - b.taste || a.view - b.view;
}

/** W3C Trace Context, version 00. */
const traceparent = z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/, 'a W3C traceparent');

/** The slate and the row (from 0) that a gesture was made from. */
const ShownSchema = z.strictObject({
  ...RevisionSchema.shape,
  rank: z.number().int().min(0).max(400).optional(),
});

/** What a client sends. The listener is whoever the connection belongs to: a gesture cannot name one. */
export const GestureSchema = z.strictObject({
  v: z.literal(1),
  outbox: OutboxIdSchema,
  number: z.number().int().min(1).max(999_999_999_999_999),
  /** The client's clock, ISO 8601 with its zone. */
  occurredAt: z.iso.datetime({ offset: true }),
  shown: ShownSchema.optional(),
  trace: traceparent.optional(),
  act: ActSchema,
});
export type Gesture = z.infer<typeof GestureSchema>;

export const ORIGINS = ['person', 'simulated', 'imported', 'probe'] as const;
export type Origin = (typeof ORIGINS)[number];

/** What the log holds: a gesture, stamped by the api (or by an import, which keeps its own times). */
export const ListenEventSchema = z.strictObject({
  v: z.literal(1),
  listenerId: ListenerIdSchema,
  outbox: OutboxIdSchema,
  number: z.number().int().min(1),
  origin: z.enum(ORIGINS),
  /** Server's clock, ms since 1970, fractions kept: the steps of the loop are measured from it. */
  receivedAtMs: z.number().nonnegative(),
  /** Client's clock corrected by the measured offset, never after `receivedAtMs`. */
  occurredAtMs: z.number().nonnegative(),
  /** How much one event counts for; imports fold many plays into one. */
  strength: z.number().positive().max(20).optional(),
  /** The source knows no times: teaches taste and never recency or windows. */
  timeless: z.literal(true).optional(),
  shown: ShownSchema.optional(),
  trace: traceparent.optional(),
  act: ActSchema,
});
export type ListenEvent = z.infer<typeof ListenEventSchema>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The log's bytes are JSON in UTF-8: readable in any console, and the schema's `v` leads the way to others. */
export const encodeListenEvent = (event: ListenEvent): Uint8Array => encoder.encode(JSON.stringify(event));

export type ParsedListen =
  | { readonly ok: true; readonly event: ListenEvent }
  | { readonly ok: false; readonly field: string; readonly reason: string };

/** Never throws: what cannot be parsed says which field and why. */
export function parseListenEvent(bytes: Uint8Array): ParsedListen {
  let raw: unknown;
  try {
    raw = JSON.parse(decoder.decode(bytes));
  } catch {
    return { ok: false, field: '', reason: 'not JSON in UTF-8' };
  }
  const parsed = ListenEventSchema.safeParse(raw);
  if (parsed.success) return { ok: true, event: parsed.data };
  return { ok: false, ...firstIssueOf(parsed.error) };
}

/** The first thing wrong, as a dotted path and a sentence. An unknown field is named by its own name. */
export function firstIssueOf(error: z.ZodError): {
  readonly field: string;
  readonly reason: string;
} {
  const issue = error.issues[0];
  if (!issue) return { field: '', reason: 'invalid' };
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  return { field: path.map(String).join('.'), reason: issue.message };
}
