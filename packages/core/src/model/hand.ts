import type { Act, TrackId } from '../events/index.ts';
import { type ListenerState, MAX_BLOCKS, MAX_LIKED, MAX_YOURS, NEUTRAL_TUNE, NO_PROFILE } from './listener-state.ts';

/** The part of a listener's state that their own hand sets, and that is obeyed at once. */
export type HandState = Pick<ListenerState, 'liked' | 'disliked' | 'blockedTracks' | 'blockedArtists' | 'yours' | 'tune' | 'profile'>;

/**
 * Does what the hand said, without any learning: the learner's fold and the overlay of acts not yet learnt both use it,
 * so that they cannot disagree. In place.
 */
export function applyHand(state: HandState, act: Act): void {
  switch (act.type) {
    case 'like':
      state.disliked.delete(act.trackId);
      addBounded(state.liked, act.trackId, MAX_LIKED);
      return;
    case 'unlike':
      state.liked.delete(act.trackId);
      return;
    case 'dislike':
      state.liked.delete(act.trackId);
      addBounded(state.disliked, act.trackId, MAX_LIKED);
      dropYours(state, act.trackId);
      return;
    case 'block':
      // The intake refuses more than MAX_BLOCKS; the bound here only guards the record. A block wins over a pin: what
      // an artist's block hides from Yours next is left out when the slate is drawn, since only there artists are known.
      if (act.subject.kind === 'artist') addBounded(state.blockedArtists, act.subject.id, MAX_BLOCKS);
      else {
        addBounded(state.blockedTracks, act.subject.id, MAX_BLOCKS);
        state.liked.delete(act.subject.id);
        dropYours(state, act.subject.id);
      }
      return;
    case 'unblock':
      if (act.subject.kind === 'artist') state.blockedArtists.delete(act.subject.id);
      else state.blockedTracks.delete(act.subject.id);
      return;
    case 'queue':
      dropYours(state, act.trackId);
      if (state.yours.length >= MAX_YOURS) return;
      if (act.at === 'top') state.yours.unshift({ trackId: act.trackId, by: 'queue' });
      else state.yours.push({ trackId: act.trackId, by: 'queue' });
      return;
    case 'pin':
      dropYours(state, act.trackId);
      if (state.yours.length < MAX_YOURS) state.yours.push({ trackId: act.trackId, by: 'pin' });
      return;
    case 'unqueue':
    case 'unpin':
    case 'play':
    case 'skip':
    case 'complete':
      // Being played is what takes a row off Yours next by itself.
      dropYours(state, act.trackId);
      return;
    case 'move': {
      const from = state.yours.findIndex((row) => row.trackId === act.trackId);
      if (from < 0) return;
      const [row] = state.yours.splice(from, 1);
      state.yours.splice(Math.min(act.to, state.yours.length), 0, row!);
      return;
    }
    case 'tune':
      state.tune = { discover: act.discover, energy: act.energy };
      return;
    case 'profile':
      state.profile = {
        country: act.country ?? null,
        ageBand: act.ageBand ?? null,
        genres: act.genres ?? [],
      };
      return;
    case 'erase':
      state.liked.clear();
      state.disliked.clear();
      state.blockedTracks.clear();
      state.blockedArtists.clear();
      state.yours.length = 0;
      state.tune = NEUTRAL_TUNE;
      state.profile = NO_PROFILE;
      return;
    case 'click':
    case 'more':
    case 'undo':
    case 'impression':
    case 'seek':
      return;
  }
}

function dropYours(state: HandState, track: TrackId): void {
  const at = state.yours.findIndex((row) => row.trackId === track);
  if (at >= 0) state.yours.splice(at, 1);
}

/** Sets keep the order of insertion: past the bound the oldest goes. */
function addBounded<T>(set: Set<T>, value: T, most: number): void {
  set.delete(value);
  set.add(value);
  if (set.size <= most) return;
  for (const oldest of set) {
    set.delete(oldest);
    return;
  }
}
