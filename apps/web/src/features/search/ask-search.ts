import type { TrackCard } from '@segue/core/events';

const ANSWER_MS = 5_000;

/** Asks the api for tracks. Throws when it does not answer with some; `signal` gives up early. */
export async function askSearch(query: string, signal: AbortSignal): Promise<readonly TrackCard[]> {
  const response = await fetch(`/api/search?q=${encodeURIComponent(query)}`, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
  });
  if (!response.ok) throw new Error(`Search answered ${response.status}.`);
  const raw: unknown = await response.json();
  if (typeof raw !== 'object' || raw === null || !('tracks' in raw) || !Array.isArray(raw.tracks)) {
    throw new Error('Search answered with something that is no list of tracks.');
  }
  return raw.tracks.filter(isCard);
}

// Zod stays out of the first load: these are the fields that a row draws and plays.
const isCard = (raw: unknown): raw is TrackCard => {
  if (typeof raw !== 'object' || raw === null) return false;
  const card = raw as Readonly<Record<string, unknown>>;
  return (
    ['trackId', 'title', 'artistId', 'artist', 'soundUrl', 'coverUrl'].every((field) => typeof card[field] === 'string') &&
    typeof card['durationSeconds'] === 'number'
  );
};
