import type { TrackId } from '../events/index.ts';
import { hashOf } from './hash.ts';
import type { Profile } from './listener-state.ts';

/**
 * A group of listeners whose mean a new one starts from. Segments travel and are stored as tracks are, under ids that
 * no catalogue uses, so that they have one writer each and reach everyone by the same topic.
 */
const PREFIX = 'segment.';
/** Listeners may say any genre; there are no more segments of genres than these, so that nobody can fill the store with them. */
const GENRE_SEGMENTS = 1_024;
export const EVERYONE = `${PREFIX}all` as TrackId;

export const isSegment = (id: string): boolean => id.startsWith(PREFIX);

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);

/** Everyone first, then what the listener told us. */
export function segmentsOf(profile: Profile): TrackId[] {
  const out = [EVERYONE];
  if (profile.country) out.push(`${PREFIX}country.${slug(profile.country)}` as TrackId);
  if (profile.ageBand) out.push(`${PREFIX}age.${slug(profile.ageBand)}` as TrackId);
  for (const genre of profile.genres.slice(0, 5)) out.push(`${PREFIX}genre.${hashOf(slug(genre)) % GENRE_SEGMENTS}` as TrackId);
  return out;
}
