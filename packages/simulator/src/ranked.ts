import type { ListenerId, TrackId } from '@segue/core/events';
import type { Replay } from '@segue/core/model';
import { cardOf, rankSlate } from '@segue/core/ranking';

export const LIST_SIZE = 20;

/** The list that the app would show this listener now, as it is shown: with variety and exploration. */
export function listFor(
  replay: Replay,
  listener: ListenerId,
  { nowMs, seed }: { readonly nowMs: number; readonly seed: number },
): TrackId[] {
  const { rows } = rankSlate({
    model: replay.view(),
    taste: replay.tasteOf(listener),
    pending: [],
    nowMs,
    size: LIST_SIZE,
    seed,
    cardOf: (track) => cardOf(track, { soundUrl: '/', coverUrl: '/' }),
  });
  return rows.map(({ track }) => track.trackId);
}
