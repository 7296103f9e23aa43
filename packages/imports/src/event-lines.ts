import { basename, dirname } from 'node:path';
import { eventIdOf, type LineTrack, parseEventLine } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import { HistoryFiles } from './history-files.ts';
import type { ImportedListen, ImportSource } from './source.ts';
import { standIn } from './stand-in.ts';

/** Our own JSON lines, documented in packages/imports/README.md: tracks and gestures, one JSON object a line. */
export async function readEventLines(file: string, { addedAtMs }: { readonly addedAtMs: number }): Promise<ImportSource> {
  const files = new HistoryFiles(dirname(file));
  const tracks: Track[] = [];
  const listens: ImportedListen[] = [];
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
        const { listenerId, act, strength = null } = event;
        listens.push({ listenerId, act, atMs: event.timeless ? null : event.occurredAtMs, strength, ...place });
        break;
      }
      case 'bad':
        files.refuse(place, line.reason, line.value ?? undefined);
        break;
    }
  }
  return { name: `events.${files.contentHash()}`, tracks, listens, refusals: files.refusals };
}

function trackOf(track: LineTrack, addedAtMs: number): Track {
  const artist = track.artist
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50);
  return standIn({ ...track, artistKey: `a-${artist || 'unknown'}`, addedAtMs });
}
