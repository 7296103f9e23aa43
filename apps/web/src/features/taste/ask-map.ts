import type { TrackId } from '@segue/core/events';
import { isVector, parseMap, type SoundMap } from './sound-map.ts';

const ANSWER_MS = 5_000;

/** Asks the api for the map of the catalogue. Throws when it does not answer with one. */
export async function askMap(signal: AbortSignal): Promise<SoundMap> {
  const map = parseMap(await ask('/api/map', signal));
  if (!map) throw new Error('The map that came is no map.');
  return map;
}

/** Asks for the middle of some tracks; null where the catalogue has none of them. */
export async function askMiddle(tracks: readonly TrackId[], signal: AbortSignal): Promise<readonly number[] | null> {
  const raw = await ask(`/api/map/middle?tracks=${tracks.map(encodeURIComponent).join()}`, signal);
  if (typeof raw !== 'object' || raw === null || !('vector' in raw) || !(raw.vector === null || isVector(raw.vector))) {
    throw new Error('The middle that came is no vector.');
  }
  return raw.vector;
}

async function ask(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return response.json();
}
