'use client';

import type { Act, ActOf } from '@segue/core/events';
import { useLiveSlate, useLiveStore } from '../../live/index.ts';
import { firstOf } from './coming-tracks.ts';
import { NowPlayingView } from './now-playing-view.tsx';
import { usePlayer, usePlayerState } from './player-provider.tsx';
import { VolumeControl } from './volume-control.tsx';

/** Joins the player and the live list to the view. */
export function NowPlaying() {
  const slate = useLiveSlate();
  const store = useLiveStore();
  const player = usePlayer();
  const state = usePlayerState();
  const trackId = state.track?.trackId;
  const liked = trackId !== undefined && slate?.liked.includes(trackId) === true;
  const act = (make: (id: NonNullable<typeof trackId>) => Act) => (atMs: number) => {
    if (trackId) store.act(make(trackId), { atMs, card: state.track ?? undefined });
  };
  const block = (subject: ActOf<'block'>['subject'] | undefined) => (atMs: number) => {
    if (!trackId || !subject) return;
    store.act({ type: 'block', subject }, { atMs, card: state.track ?? undefined });
    player.leave(trackId);
  };
  return (
    <NowPlayingView
      state={state}
      track={state.track ?? firstOf(slate, [])}
      liked={liked}
      onToggle={player.toggle}
      onSkip={player.skip}
      onPrevious={player.previous}
      onSeek={player.seek}
      onLike={act((id) => ({ type: liked ? 'unlike' : 'like', trackId: id }))}
      onDislike={act((id) => ({ type: 'dislike', trackId: id }))}
      onBlock={block(state.track ? { kind: 'track', id: state.track.trackId } : undefined)}
      onBlockArtist={block(state.track ? { kind: 'artist', id: state.track.artistId } : undefined)}
      onMore={act((id) => ({ type: 'more', trackId: id }))}
      volume={<VolumeControl onVolume={player.setVolume} />}
    />
  );
}
