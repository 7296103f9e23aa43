import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ListenEvent, leftOutOf, type Origin, trackLineOf } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import type { EventLog } from '@segue/core/ports';
import { loggedEvents } from './logged-events.ts';

export interface ExportedLog {
  readonly tracks: number;
  readonly events: number;
}

/** Written at once. */
const CHUNK_CHARACTERS = 1 << 16;

/**
 * Writes the log as lines (packages/imports/README.md): the tracks of the catalogue, then every event in the order of the log. What an
 * undo took back and what came before an `erase` is left out, so that whoever reads it need not know of what came later; nor is what
 * the probe did in it, unless that is asked for.
 *
 * @param origin null for all but the probe's.
 */
export async function exportLog(
  out: string,
  { log, tracks, origin }: { readonly log: EventLog; readonly tracks: readonly Track[]; readonly origin: Origin | null },
): Promise<ExportedLog> {
  const logged = await loggedEvents(log, dirname(out));
  // Half a file must not look like a whole one.
  const part = `${out}.part`;
  let events = 0;
  function* lines(): Generator<string> {
    for (const track of tracks) yield trackLineOf({ ...track, genres: [...track.genres] });
    for (const event of kept(logged.events, origin)) {
      events++;
      yield JSON.stringify(event);
    }
  }
  try {
    await pipeline(Readable.from(chunksOf(lines())), createWriteStream(part));
    await rename(part, out);
  } catch (cause) {
    await rm(part, { force: true });
    throw cause;
  } finally {
    logged.close();
  }
  return { tracks: tracks.length, events };
}

function* kept(events: () => Iterable<ListenEvent>, origin: Origin | null): Generator<ListenEvent> {
  const left = leftOutOf(events());
  let place = -1;
  for (const event of events()) {
    place++;
    if (origin === null ? event.origin === 'probe' : event.origin !== origin) continue;
    // Their work is done: what they took back is not here.
    if (event.act.type === 'undo' || event.act.type === 'erase' || left.has(event, place)) continue;
    yield event;
  }
}

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let held = '';
  for (const line of lines) {
    held += `${line}\n`;
    if (held.length < CHUNK_CHARACTERS) continue;
    yield held;
    held = '';
  }
  if (held) yield held;
}
