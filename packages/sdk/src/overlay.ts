import type { Act, EventId, Position, Slate, SlateRow, TrackCard } from '@segue/core/events';
import { covered } from './wire.ts';

/** A gesture that the shown slate does not cover yet. */
export interface Pending {
  readonly event: EventId;
  readonly act: Act;
  /** For `queue` and `pin`: the card of a track that may not be in the slate (a search result). */
  readonly card?: TrackCard | undefined;
  /** Where the log has it; null until it is acked. */
  readonly position?: Position | null | undefined;
}

/** Rows of Yours next that the server keeps; past it a pin is refused. */
const MAX_YOURS = 200;

/**
 * What the listener said, obeyed in the same frame (L5, L6): the slate as it will stand once the server has heard the
 * acts, as far as that needs no model. Pure; the slate that goes in is never changed.
 */
export function applyPending(slate: Slate, pending: readonly Pending[]): Slate {
  if (pending.length === 0) return slate;
  const undone = new Set<string>();
  // Newest first: an undo that was itself undone takes nothing back.
  for (const { event, act } of [...pending].reverse()) if (act.type === 'undo' && !undone.has(event)) undone.add(act.event);
  const cards = new Map<string, SlateRow>();
  for (const row of [...slate.rows, ...slate.yours]) cards.set(row.track.trackId, row);

  let rows = [...slate.rows];
  let yours = [...slate.yours];
  let tune = slate.tune;
  const liked = new Set(slate.liked);
  const blockedTracks = new Set<string>();
  const blockedArtists = new Set<string>();
  const dropRow = (id: string): void => {
    rows = rows.filter((row) => row.track.trackId !== id);
  };
  const dropYours = (id: string): void => {
    yours = yours.filter((row) => row.track.trackId !== id);
  };
  const place = (id: string, card: TrackCard | undefined, top: boolean, text: string): void => {
    const row = mine(cards.get(id), card, text);
    if (!row) return;
    dropYours(id);
    dropRow(id);
    if (yours.length >= MAX_YOURS) return;
    if (top) yours.unshift(row);
    else yours.push(row);
  };

  for (const { event, act, card } of pending) {
    if (undone.has(event)) continue;
    switch (act.type) {
      case 'play':
      case 'skip':
      case 'complete':
        dropRow(act.trackId);
        dropYours(act.trackId);
        break;
      case 'dislike':
        dropRow(act.trackId);
        dropYours(act.trackId);
        liked.delete(act.trackId);
        break;
      case 'like':
        liked.add(act.trackId);
        break;
      case 'unlike':
        liked.delete(act.trackId);
        break;
      case 'block':
        (act.subject.kind === 'artist' ? blockedArtists : blockedTracks).add(act.subject.id);
        break;
      case 'unblock':
        (act.subject.kind === 'artist' ? blockedArtists : blockedTracks).delete(act.subject.id);
        break;
      case 'queue':
        place(act.trackId, card, act.at === 'top', 'Queued by you');
        break;
      case 'pin':
        place(act.trackId, card, false, 'Pinned by you');
        break;
      case 'unqueue':
      case 'unpin':
        dropYours(act.trackId);
        break;
      case 'move': {
        const row = yours.find((one) => one.track.trackId === act.trackId);
        if (!row) break;
        dropYours(act.trackId);
        yours.splice(Math.min(act.to, yours.length), 0, row);
        break;
      }
      case 'tune':
        tune = { discover: act.discover, energy: act.energy };
        break;
      case 'erase':
        yours = [];
        liked.clear();
        break;
      default:
        // click, more, profile, undo, impression, seek: only the server knows what they change.
        break;
    }
  }
  // Last, so that a block wins over a pin, whichever came first (L6).
  const allowed = (row: SlateRow): boolean => !blockedTracks.has(row.track.trackId) && !blockedArtists.has(row.track.artistId);
  const likedNow = slate.liked.filter((id) => liked.delete(id) && !blockedTracks.has(id));
  return { ...slate, rows: rows.filter(allowed), yours: yours.filter(allowed), tune, liked: [...likedNow, ...liked] };
}

/** The acts that a slate with this `covers` does not show yet, in their order. */
export function stillPending(pending: readonly Pending[], covers: Position | null): readonly Pending[] {
  return pending.filter(({ position }) => !position || !covered(covers, position));
}

/** In the server's words: nothing changes in the row when its answer comes. */
function mine(known: SlateRow | undefined, card: TrackCard | undefined, text: string): SlateRow | null {
  const track = known?.track ?? card;
  if (!track) return null;
  if (known?.placedBy === 'listener' && known.reason.text === text) return known;
  return { track, reason: { kind: 'yours', text, shares: [] }, placedBy: 'listener', propensity: 1 };
}
