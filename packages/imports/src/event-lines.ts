import { basename, dirname } from 'node:path';
import { ActSchema, firstIssueOf, ListenerIdSchema, TrackIdSchema } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import { z } from 'zod';
import { HistoryFiles } from './history-files.ts';
import type { ImportedListen, ImportSource } from './source.ts';
import { standIn } from './stand-in.ts';

/** A line that tells of a track: `{"track": {"id": "x1", "title": "…", "artist": "…", "genres": ["…"]}}`. */
const TrackLine = z.strictObject({
  track: z.strictObject({
    id: TrackIdSchema,
    title: z.string().min(1).max(300),
    artist: z.string().min(1).max(200),
    genres: z.array(z.string().min(1).max(40)).max(5).default([]),
  }),
});

/** A line that tells of a gesture: `{"listener": "u1", "at": "2026-01-31T20:15:00Z", "act": {"type": "like", "trackId": "x1"}}`. */
const EventLine = z.strictObject({
  listener: ListenerIdSchema,
  at: z.iso.datetime({ offset: true }).optional(),
  strength: z.number().positive().max(20).optional(),
  act: ActSchema,
});

/** Our own JSON lines, documented in packages/imports/README.md: tracks and gestures, one JSON object a line. */
export async function readEventLines(file: string, { addedAtMs }: { readonly addedAtMs: number }): Promise<ImportSource> {
  const files = new HistoryFiles(dirname(file));
  const tracks: Track[] = [];
  const listens: ImportedListen[] = [];
  const name = basename(file);
  for (const { number, text } of await files.lines(name)) {
    const place = { file: name, line: number };
    const refuse = (reason: string, value?: string) => files.refuse(place, reason, value);
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch {
      refuse('not JSON; a half line at the end means that the file was cut');
      continue;
    }
    const isTrack = typeof raw === 'object' && raw !== null && 'track' in raw;
    if (isTrack) {
      const parsed = TrackLine.safeParse(raw);
      if (!parsed.success) refuse(sentenceOf(parsed.error));
      else {
        const { track } = parsed.data;
        tracks.push(
          standIn({
            ...track,
            artistKey: `a-${
              track.artist
                .toLowerCase()
                .replace(/[^a-z0-9]+/g, '-')
                .slice(0, 50) || 'unknown'
            }`,
            addedAtMs,
          }),
        );
      }
      continue;
    }
    const parsed = EventLine.safeParse(raw);
    if (!parsed.success) {
      refuse(sentenceOf(parsed.error));
      continue;
    }
    const { listener, act, at, strength } = parsed.data;
    const atMs = at === undefined ? null : Date.parse(at);
    if (atMs !== null && !(atMs >= 0)) refuse('at: before 1970', at);
    else listens.push({ listenerId: listener, act, atMs, strength: strength ?? null, ...place });
  }
  return { name: `events.${files.contentHash()}`, tracks, listens, refusals: files.refusals };
}

function sentenceOf(error: z.ZodError): string {
  const { field, reason } = firstIssueOf(error);
  return field ? `${field}: ${reason}` : reason;
}
