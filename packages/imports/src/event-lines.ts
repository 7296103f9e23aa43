import { basename, dirname } from 'node:path';
import { eventIdOf, type LineTrack, type ListenEvent, leftOutOf, parseEventLine } from '@segue/core/events';
import { hashOf, type Track } from '@segue/core/model';
import { HistoryFiles } from './history-files.ts';
import type { ImportSource, RowPlace } from './source.ts';
import { standIn } from './stand-in.ts';

/**
 * Our own JSON lines, documented in packages/imports/README.md: tracks and gestures, one JSON object a line. What was undone or
 * erased in them is left out, and the undo with it: here events have other numbers, by which an undo would find nothing.
 */
export async function readEventLines(file: string, { addedAtMs }: { readonly addedAtMs: number }): Promise<ImportSource> {
  const files = new HistoryFiles(dirname(file));
  const tracks: Track[] = [];
  const events: (RowPlace & { readonly event: ListenEvent })[] = [];
  const known = new Set<string>();
  const name = basename(file);
  for (const { number, text } of await files.lines(name)) {
    const place = { file: name, line: number };
    const line = parseEventLine({ number, text });
    switch (line.kind) {
      case 'track':
        tracks.push(trackOf(line.track, addedAtMs));
        break;
      case 'event': {
        const { event } = line;
        // A log may hold twice what was sent twice: it teaches once there, and it has another number here.
        const id = `${event.listenerId}/${eventIdOf(event)}`;
        if (known.has(id)) break;
        known.add(id);
        events.push({ event, ...place });
        break;
      }
      case 'bad':
        files.refuse(place, line.reason, line.value ?? undefined);
        break;
    }
  }
  const left = leftOutOf(events.map(({ event }) => event));
  const listens = events
    .filter(({ event }, at) => event.act.type !== 'undo' && event.act.type !== 'erase' && !left.has(event, at))
    .map(({ event: { listenerId, act, timeless, occurredAtMs, strength = null }, ...place }) => ({
      listenerId,
      act,
      atMs: timeless ? null : occurredAtMs,
      strength,
      ...place,
    }));
  return { name: `events.${files.contentHash()}`, tracks, listens, refusals: files.refusals };
}

const trackOf = (track: LineTrack, addedAtMs: number): Track =>
  standIn({ ...track, artistKey: `a-${artistKeyOf(track.artist) || 'unknown'}`, addedAtMs });

/** Readable, and another one for each name: what a slug leaves out of a name is told apart by its hash. */
function artistKeyOf(artist: string): string {
  const name = artist.normalize('NFC').toLowerCase();
  const slug = name.replace(/[^a-z0-9]+/g, '-').slice(0, 50);
  return /^[a-z0-9 ]*$/.test(name) ? slug : `${slug}-${hashOf(name).toString(36)}`;
}
