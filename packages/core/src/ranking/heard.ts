import type { Heard, ListenEvent } from '../events/index.ts';
import { eventIdOf } from '../events/index.ts';
import type { ListenerState, ModelView } from '../model/index.ts';
import { trackOf } from '../model/index.ts';

/** A genre's share must change by this much to be worth a word. */
const NOTABLE = 0.01;

/** Positive liking by genre as shares of 1, strongest first. */
export function genreSharesOf(state: ListenerState): { readonly genre: string; readonly share: number }[] {
  const positive = [...state.genres].filter(([, weight]) => weight > 0.01);
  const sum = positive.reduce((total, [, weight]) => total + weight, 0);
  return positive
    .map(([genre, weight]) => ({ genre, share: weight / sum }))
    .sort((a, b) => b.share - a.share || (a.genre < b.genre ? -1 : 1));
}

/** What one gesture changed, in the words of the heard line. */
export function heardOf(
  event: Pick<ListenEvent, 'act' | 'outbox' | 'number'>,
  before: ListenerState | null,
  after: ListenerState,
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

export function changeOf(
  before: ListenerState | null,
  after: ListenerState,
): { readonly more: string | null; readonly less: string | null } {
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

function weightOf(state: ListenerState | null): number {
  let sum = 0;
  for (const weight of state?.genres.values() ?? []) sum += Math.abs(weight);
  return sum;
}
