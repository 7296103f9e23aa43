import type { Heard, ListenEvent } from '../events/index.ts';
import { eventIdOf } from '../events/index.ts';
import type { ListenerState, ModelView } from '../model/index.ts';
import { trackOf } from '../model/index.ts';

/** A genre's share must change by this much to be worth a word. */
const NOTABLE = 0.01;

/** How much one heard-out track of a genre adds to it, against what it started from. */
const LIKING_ADDS = 2.5;
/** How much of a genre a rejection of weight one leaves: exp(-0.8), under a half. */
const REJECTION_TAKES = 0.8;
/** A genre that was named in settings counts as one that was heard once. */
const NAMED_COUNTS = 1;

/**
 * What Segue hears in a listener, by genre, as shares of 1, strongest first. Everyone starts from what is played here:
 * liking multiplies a genre's part, and so does turning away from it, so that the very first skip can be seen.
 *
 * @param listens of all, by genre: what somebody is expected to play of whom nothing is known.
 */
export function genreSharesOf(
  state: Pick<ListenerState, 'genres' | 'profile'>,
  listens: ReadonlyMap<string, number>,
): { readonly genre: string; readonly share: number }[] {
  const names = new Set([...listens.keys(), ...state.genres.keys()]);
  // A genre that nobody has played yet starts from one listen, so that it can be found.
  const parts = [...names].map((genre) => {
    const named = state.profile.genres.includes(genre) ? NAMED_COUNTS : 0;
    const liking = (state.genres.get(genre) ?? 0) + named;
    const factor = liking > 0 ? 1 + LIKING_ADDS * liking : Math.exp(REJECTION_TAKES * liking);
    return { genre, part: ((listens.get(genre) ?? 0) + 1) * factor };
  });
  const sum = parts.reduce((total, { part }) => total + part, 0);
  return parts.map(({ genre, part }) => ({ genre, share: part / sum })).sort((a, b) => b.share - a.share || (a.genre < b.genre ? -1 : 1));
}

/** How much a listener likes each genre. */
export interface Tasted {
  readonly genres: ReadonlyMap<string, number>;
}

/** What one gesture changed, in the words of the heard line. */
export function heardOf(
  event: Pick<ListenEvent, 'act' | 'outbox' | 'number'>,
  before: Tasted | null,
  after: Tasted,
  model: ModelView,
): Heard {
  const track = trackOf(event.act);
  const subject = event.act.type === 'block' && event.act.subject.kind === 'artist' ? event.act.subject.id : null;
  const title = track
    ? (model.track(track)?.title ?? null)
    : subject
      ? (model.tracks().find((other) => other.artistId === subject)?.artist ?? null)
      : null;
  return {
    event: eventIdOf(event),
    type: event.act.type,
    title,
    ...changeOf(before, after),
  };
}

export function changeOf(before: Tasted | null, after: Tasted): { readonly more: string | null; readonly less: string | null } {
  let more: string | null = null;
  let less: string | null = null;
  let most = NOTABLE;
  let least = -NOTABLE;
  // Weights decay at every lesson: compare what is left of the old ones with the new, on one scale.
  const scale = 1 / (1 + Math.max(weightOf(before), weightOf(after)));
  for (const genre of new Set([...(before?.genres.keys() ?? []), ...after.genres.keys()])) {
    const change = ((after.genres.get(genre) ?? 0) - (before?.genres.get(genre) ?? 0) * 0.98) * scale;
    if (change > most) [more, most] = [genre, change];
    if (change < least) [less, least] = [genre, change];
  }
  return { more, less };
}

function weightOf(state: Tasted | null): number {
  let sum = 0;
  for (const weight of state?.genres.values() ?? []) sum += Math.abs(weight);
  return sum;
}
