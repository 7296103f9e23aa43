import type { TrackId } from '@segue/core/events';

/** What became of a row: how many places it rose or fell, or that it was not there before. */
export type Move = { readonly kind: 'up' | 'down'; readonly places: number } | { readonly kind: 'new' };
export type Moves = ReadonlyMap<TrackId, Move>;

/**
 * What moved from one order to the next. Places are counted among the rows that stayed: that a row which was played
 * leaves a gap is no move of those below it.
 */
export function movesOf(before: readonly TrackId[], after: readonly TrackId[]): Moves {
  const stays = new Set(after);
  const oldPlace = new Map(before.filter((id) => stays.has(id)).map((id, place) => [id, place]));
  const moves = new Map<TrackId, Move>();
  for (const [place, id] of after.entries()) {
    const old = oldPlace.get(id);
    if (old === undefined) moves.set(id, { kind: 'new' });
    else if (old > place) moves.set(id, { kind: 'up', places: old - place });
    else if (old < place) moves.set(id, { kind: 'down', places: place - old });
  }
  return moves;
}

/** A move as it is drawn and as it is read aloud. */
export function moveText(move: Move): { readonly drawn: string; readonly spoken: string } {
  switch (move.kind) {
    case 'new':
      return { drawn: 'new', spoken: 'new' };
    case 'up':
      return { drawn: `▲${move.places}`, spoken: `up ${move.places}` };
    case 'down':
      return { drawn: `▼${move.places}`, spoken: `down ${move.places}` };
  }
}
