import { useEffect } from 'react';
import type { Player } from './player.ts';
import type { PlayerState } from './player-state.ts';

/** Tells the lock screen and the headset what plays, and obeys their keys. */
export function useMediaSession(player: Player, { track, status, durationSeconds, positionSeconds }: PlayerState): void {
  useEffect(() => {
    if (!('mediaSession' in navigator)) return;
    const session = navigator.mediaSession;
    const on: readonly (readonly [MediaSessionAction, MediaSessionActionHandler])[] = [
      ['play', () => player.toggle()],
      ['pause', () => player.toggle()],
      ['nexttrack', () => player.skip()],
      ['previoustrack', () => player.previous()],
      ['seekto', ({ seekTime }) => seekTime !== undefined && player.seek(seekTime)],
    ];
    for (const [action, handler] of on) session.setActionHandler(action, handler);
    return () => {
      for (const [action] of on) session.setActionHandler(action, null);
    };
  }, [player]);

  useEffect(() => {
    if (!('mediaSession' in navigator) || !track) return;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: track.title,
      artist: track.artist,
      album: track.album ?? '',
      artwork: [{ src: track.coverUrl }],
    });
  }, [track]);

  const wholeSecond = Math.floor(positionSeconds);
  useEffect(() => {
    if (!('mediaSession' in navigator)) return;
    navigator.mediaSession.playbackState = status === 'playing' || status === 'loading' ? 'playing' : status === 'idle' ? 'none' : 'paused';
    if (!(durationSeconds > 0) || wholeSecond > durationSeconds) return;
    navigator.mediaSession.setPositionState?.({ duration: durationSeconds, position: wholeSecond });
  }, [status, durationSeconds, wholeSecond]);
}
