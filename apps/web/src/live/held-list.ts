import type { Act, EventId, Slate, SlateRow, TrackId } from '@segue/core/events';

/** A row that stays where it is because a hand is on it. */
export interface KeptRow {
  readonly trackId: TrackId;
  /** Tracks of the slate that the screen leaves out: places are counted without them. */
  readonly aside: readonly TrackId[];
}

/**
 * The rows of a frozen list: those that it was frozen with, less what the hand took away since, and what it put into
 * Yours next. What was removed never stays, whoever holds the list.
 */
export function frozenRows(rows: readonly SlateRow[], live: Slate, isGone: (row: SlateRow) => boolean): SlateRow[] {
  const yours = new Set(live.yours.map((row) => row.track.trackId));
  return rows.filter((row) => !isGone(row) && !yours.has(row.track.trackId));
}

/** The newer rows with the kept one at the place where it stood, and the others round it. */
export function keptInPlace(before: readonly SlateRow[], after: readonly SlateRow[], { trackId, aside }: KeptRow): SlateRow[] {
  const isShown = (row: SlateRow) => !aside.includes(row.track.trackId);
  const kept = after.find((row) => row.track.trackId === trackId);
  const place = before.filter(isShown).findIndex((row) => row.track.trackId === trackId);
  if (!kept || place === -1 || !isShown(kept)) return [...after];
  const others = after.filter((row) => row !== kept);
  const shown = others.filter(isShown);
  return [...shown.slice(0, place), kept, ...shown.slice(place), ...others.filter((row) => !isShown(row))];
}

/** What the listener took off the list with their own hand, as long as nothing took that back. */
export class TakenAway {
  readonly #byEvent = new Map<EventId, (row: SlateRow) => boolean>();

  heard(event: EventId, act: Act): void {
    if (act.type === 'undo') this.#byEvent.delete(act.event);
    const takes = removalOf(act);
    if (takes) this.#byEvent.set(event, takes);
  }

  refused(isIt: (event: EventId) => boolean): void {
    for (const event of this.#byEvent.keys()) if (isIt(event)) this.#byEvent.delete(event);
  }

  has(row: SlateRow): boolean {
    for (const takes of this.#byEvent.values()) if (takes(row)) return true;
    return false;
  }

  clear(): void {
    this.#byEvent.clear();
  }
}

function removalOf(act: Act): ((row: SlateRow) => boolean) | null {
  switch (act.type) {
    case 'block': {
      const { kind, id } = act.subject;
      return ({ track }) => (kind === 'track' ? track.trackId === id : track.artistId === id);
    }
    case 'skip':
    case 'dislike':
    case 'play':
    case 'complete':
      return ({ track }) => track.trackId === act.trackId;
    default:
      return null;
  }
}
