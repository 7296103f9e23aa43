import type { Slate, TrackCard, TrackId } from '@segue/core/events';
import type { PlayerState } from './player-state.ts';

/** What plays after the loaded track if nothing changes, in order: the order on the screen is the order that plays. */
export function comingTracks(slate: Slate | null, { ahead, setAside }: Pick<PlayerState, 'ahead' | 'setAside'>): TrackCard[] {
  // After Previous, Next returns to where it came from first.
  const returning = [...ahead].reverse();
  const known = new Set([...setAside, ...returning.map(({ trackId }) => trackId)]);
  const rows = slate ? [...slate.yours, ...slate.rows] : [];
  return [...returning, ...rows.flatMap(({ track }) => (known.has(track.trackId) ? [] : [track]))];
}

/**
 * What plays next. Where nothing can be fetched, `isHere` says whose sound is here already: those are played before the
 * ones that would keep silent.
 */
export function firstOf(
  slate: Slate | null,
  setAside: readonly TrackId[],
  isHere: (trackId: TrackId) => boolean = () => true,
): TrackCard | null {
  const tracks = comingTracks(slate, { ahead: [], setAside });
  return tracks.find(({ trackId }) => isHere(trackId)) ?? tracks[0] ?? null;
}
