import type { Act, EventId, Heard } from '../events/index.ts';
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

/** What the heard line says of a gesture. */
export interface Told {
  readonly event: EventId;
  readonly act: Act;
}

/** How many genres are named where several gestures are said in one. */
const NAMED_OF_SUM = 2;

/**
 * What one gesture changed, or several of a kind in one, in the words of the heard line.
 *
 * @param gestures oldest first; the last gives the sentence its name
 */
export function heardOf(gestures: readonly [...Told[], Told], before: Tasted | null, after: Tasted, model: ModelView): Heard {
  const { event, act } = gestures.at(-1) as Told;
  const { more, less } = changesOf(before, after, gestures.length);
  const heard = { event, type: act.type, title: titleOf(act, model), more: more[0] ?? null, less: less[0] ?? null };
  if (gestures.length === 1) return heard;
  const events = gestures.map((one) => one.event);
  return { ...heard, sum: { events, more: more.slice(0, NAMED_OF_SUM), less: less.slice(0, NAMED_OF_SUM) } };
}

function titleOf(act: Act, model: ModelView): string | null {
  const track = trackOf(act);
  if (track) return model.track(track)?.title ?? null;
  if (act.type !== 'block' || act.subject.kind !== 'artist') return null;
  const { id } = act.subject;
  return model.tracks().find((other) => other.artistId === id)?.artist ?? null;
}

/** Genres whose liking grew, and whose shrank, by enough to be worth a word; strongest first. */
function changesOf(
  before: Tasted | null,
  after: Tasted,
  gestures: number,
): { readonly more: readonly string[]; readonly less: readonly string[] } {
  // Weights decay at every lesson: compare what is left of the old ones with the new, on one scale.
  const left = 0.98 ** gestures;
  const scale = 1 / (1 + Math.max(weightOf(before), weightOf(after)));
  const changes = [...new Set([...(before?.genres.keys() ?? []), ...after.genres.keys()])].map((genre) => ({
    genre,
    by: ((after.genres.get(genre) ?? 0) - (before?.genres.get(genre) ?? 0) * left) * scale,
  }));
  const named = (found: typeof changes) => found.sort((a, b) => Math.abs(b.by) - Math.abs(a.by)).map(({ genre }) => genre);
  return {
    more: named(changes.filter(({ by }) => by > NOTABLE)),
    less: named(changes.filter(({ by }) => by < -NOTABLE)),
  };
}

function weightOf(state: Tasted | null): number {
  let sum = 0;
  for (const weight of state?.genres.values() ?? []) sum += Math.abs(weight);
  return sum;
}
