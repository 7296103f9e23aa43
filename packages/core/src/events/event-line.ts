import { z } from 'zod';
import { ActSchema } from './act.ts';
import { firstIssueOf, type ListenEvent, ListenEventSchema } from './gesture.ts';
import { asOutboxId, ListenerIdSchema, TrackIdSchema } from './ids.ts';

const LONGEST = { title: 300, artist: 200, genre: 40, genres: 5 } as const;

/** `{"track": {"id": "x1", "title": "…", "artist": "…", "genres": ["…"]}}` */
const TrackLine = z.strictObject({
  track: z.strictObject({
    id: TrackIdSchema,
    title: z.string().min(1).max(LONGEST.title),
    artist: z.string().min(1).max(LONGEST.artist),
    genres: z.array(z.string().min(1).max(LONGEST.genre)).max(LONGEST.genres).default([]),
  }),
});
export type LineTrack = z.infer<typeof TrackLine>['track'];

/** A gesture as a hand writes it: `{"listener": "u1", "at": "2026-01-31T20:15:00Z", "act": {"type": "like", "trackId": "x1"}}` */
const ShortLine = z.strictObject({
  listener: ListenerIdSchema,
  at: z.iso.datetime({ offset: true }).optional(),
  strength: ListenEventSchema.shape.strength,
  act: ActSchema,
});

export type EventLine =
  | { readonly kind: 'track'; readonly track: LineTrack }
  | { readonly kind: 'event'; readonly event: ListenEvent }
  /** `value` is what the line says there, where the reason alone does not tell. */
  | { readonly kind: 'bad'; readonly reason: string; readonly value: string | null };

const OF_A_FILE = asOutboxId('lines');

/**
 * A line of a file of events, documented in packages/imports/README.md: a track, or an event as the log holds it or in short. Never
 * throws. @param number counted from 1: with it a short line's event is told from all others of the file.
 */
export function parseEventLine({ number, text }: { readonly number: number; readonly text: string }): EventLine {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return bad('not JSON; a half line at the end means that the file was cut');
  }
  if (has(raw, 'track')) {
    const parsed = TrackLine.safeParse(raw);
    return parsed.success ? { kind: 'track', track: parsed.data.track } : bad(sentenceOf(parsed.error));
  }
  if (has(raw, 'v') || has(raw, 'listenerId')) {
    const parsed = ListenEventSchema.safeParse(raw);
    return parsed.success ? { kind: 'event', event: parsed.data } : bad(sentenceOf(parsed.error));
  }
  const parsed = ShortLine.safeParse(raw);
  if (!parsed.success) return bad(sentenceOf(parsed.error));
  const { listener, at, strength, act } = parsed.data;
  const atMs = at === undefined ? 0 : Date.parse(at);
  if (!(atMs >= 0)) return bad('at: before 1970', at);
  return {
    kind: 'event',
    event: {
      v: 1,
      listenerId: listener,
      outbox: OF_A_FILE,
      number,
      origin: 'imported',
      receivedAtMs: atMs,
      occurredAtMs: atMs,
      ...(strength === undefined ? {} : { strength }),
      ...(at === undefined ? { timeless: true } : {}),
      act,
    },
  };
}

/** The line of a track, cut to what a line takes. */
export function trackLineOf({ id, title, artist, genres }: LineTrack): string {
  const track: LineTrack = {
    id,
    title: title.slice(0, LONGEST.title) || id,
    artist: artist.slice(0, LONGEST.artist) || 'unknown',
    genres: genres
      .map((genre) => genre.slice(0, LONGEST.genre))
      .filter(Boolean)
      .slice(0, LONGEST.genres),
  };
  return JSON.stringify({ track });
}

const bad = (reason: string, value: string | null = null): EventLine => ({ kind: 'bad', reason, value });

const has = (raw: unknown, field: string): boolean => typeof raw === 'object' && raw !== null && Object.hasOwn(raw, field);

function sentenceOf(error: z.ZodError): string {
  const { field, reason } = firstIssueOf(error);
  return field ? `${field}: ${reason}` : reason;
}
