import { useEffect } from 'react';
import { coverAt } from '../../components/cover-set.ts';
import type { Player } from './player.ts';
import type { PlayerState } from './player-state.ts';

/** Where the device does not say how far. */
const SEEK_SECONDS = 10;

/** Tells the lock screen and the headset what plays, and obeys their keys. */
export function useMediaSession(player: Player, { track, status, durationSeconds, positionSeconds }: PlayerState): void {
  useEffect(() => {
    if (!('mediaSession' in navigator)) return;
    const session = navigator.mediaSession;
    const isSounding = () => ['playing', 'loading'].includes(player.state().status);
    const seekBy = (seconds: number) => {
      const { positionSeconds, durationSeconds } = player.state();
      player.seek(Math.max(0, Math.min(durationSeconds, positionSeconds + seconds)));
    };
    // A headset's key and the lock screen may say what is so already: pressed twice, Pause does not play.
    const on: readonly (readonly [MediaSessionAction, MediaSessionActionHandler])[] = [
      ['play', () => !isSounding() && player.toggle()],
      ['pause', () => isSounding() && player.toggle()],
      ['stop', () => isSounding() && player.toggle()],
      ['nexttrack', () => player.skip()],
      ['previoustrack', () => player.previous()],
      ['seekbackward', ({ seekOffset }) => seekBy(-(seekOffset ?? SEEK_SECONDS))],
      ['seekforward', ({ seekOffset }) => seekBy(seekOffset ?? SEEK_SECONDS)],
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
      title: track.title || 'Untitled',
      artist: track.artist,
      album: track.album ?? '',
      artwork: [{ src: coverAt(track.coverUrl, 512), sizes: '512x512' }],
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
