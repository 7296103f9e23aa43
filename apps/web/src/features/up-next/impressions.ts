import type { ActOf, Slate, SlateRow, TrackId } from '@segue/core/events';

/** A row counts as seen when half of it stood in view for this long. */
export const SEEN_AFTER_MS = 1_000;
export const SEEN_SHARE = 0.5;
const MAX_ROWS = 60;

/** What the listener saw of a slate, as the one impression that it gets; null when they saw none of it. */
export function impressionOf(slate: Slate, seen: ReadonlySet<TrackId>): ActOf<'impression'> | null {
  const rows = [...slate.yours, ...slate.rows]
    .map((row: SlateRow, rank) => ({ trackId: row.track.trackId, rank, propensity: row.propensity }))
    .filter(({ trackId }) => seen.has(trackId))
    .slice(0, MAX_ROWS);
  return rows.length > 0 ? { type: 'impression', rows } : null;
}
