import type { Act, TrackId } from '@segue/core/events';
import { trackOf } from '@segue/core/model';
import type { ImportedListen, Refusal } from './source.ts';

/** When and where a history is imported: what its files alone cannot say. */
export interface Here {
  readonly nowMs: number;
  /** Those of the history and of the catalogue. */
  readonly tracks: ReadonlySet<TrackId>;
}

/** Why a row cannot be taken here and now; null where it can. */
export function refusalOf({ file, line, act, atMs }: ImportedListen, { nowMs, tracks }: Here): Refusal | null {
  // Popularity is counted at its newest listen: one that is years ahead would leave nothing of all others, for good.
  if (atMs !== null && atMs > nowMs) return { file, line, reason: 'its time is still to come', value: new Date(atMs).toISOString() };
  const unknown = tracksOf(act).find((id) => !tracks.has(id));
  if (unknown) return { file, line, reason: 'its track is neither in the history nor in the catalogue', value: unknown };
  return null;
}

function tracksOf(act: Act): readonly TrackId[] {
  if (act.type === 'impression') return act.rows.map(({ trackId }) => trackId);
  if (act.type === 'profile') return act.firstTracks ?? [];
  const track = trackOf(act);
  return track ? [track] : [];
}
