import type { Reason, Slate, SlateRow, TrackCard } from '@segue/core/events';

/**
 * A slate whose cards and reasons are the ones of the slate before it wherever they say the same: whoever draws by identity
 * draws again only what has changed.
 */
export function alike(slate: Slate, before: Slate | null): Slate {
  if (!before) return slate;
  const known = new Map([...before.rows, ...before.yours].map((row) => [row.track.trackId, row]));
  const asBefore = (row: SlateRow): SlateRow => {
    const old = known.get(row.track.trackId);
    if (!old) return row;
    return {
      ...row,
      track: isSameCard(row.track, old.track) ? old.track : row.track,
      reason: isSameReason(row.reason, old.reason) ? old.reason : row.reason,
    };
  };
  return { ...slate, rows: slate.rows.map(asBefore), yours: slate.yours.map(asBefore) };
}

function isSameCard(card: TrackCard, other: TrackCard): boolean {
  const names = Object.keys(card) as (keyof TrackCard)[];
  return names.length === Object.keys(other).length && names.every((name) => card[name] === other[name]);
}

function isSameReason(reason: Reason, other: Reason): boolean {
  return (
    reason.kind === other.kind &&
    reason.text === other.text &&
    reason.shares.length === other.shares.length &&
    reason.shares.every(({ signal, share }, i) => signal === other.shares[i]?.signal && share === other.shares[i].share)
  );
}
