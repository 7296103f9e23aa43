import type { TrackCard } from '@segue/core/events';
import type { Done } from './undo-stack.ts';

/** Whether this visit blocked a track, or its artist, and did not take that back. */
export function isBlockedIn(done: readonly Done[], { trackId, artistId }: TrackCard): boolean {
  const isBlocked = (kind: 'track' | 'artist', id: string) => {
    const last = done.findLast(
      ({ act }) => (act.type === 'block' || act.type === 'unblock') && act.subject.kind === kind && act.subject.id === id,
    );
    return last?.act.type === 'block';
  };
  return isBlocked('track', trackId) || isBlocked('artist', artistId);
}
