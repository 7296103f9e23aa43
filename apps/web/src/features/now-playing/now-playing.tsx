'use client';

import type { Act } from '@segue/core/events';
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
    if (trackId) store.act(make(trackId), { atMs });
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
      onBlock={(atMs) => {
        act((id) => ({ type: 'block', subject: { kind: 'track', id } }))(atMs);
        if (trackId) player.leave(trackId);
      }}
      volume={<VolumeControl onVolume={player.setVolume} />}
    />
  );
}
