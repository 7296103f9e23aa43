'use client';

import { Heart, Pause, Play, SkipForward } from 'lucide-react';
import { Cover } from '../../components/cover.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useLiveSlate, useLiveStore } from '../../live/index.ts';
import styles from './mini-player.module.css';
import { usePlayer, usePlayerState } from './player-provider.tsx';

/** The player at the foot of the page, where the large one is not in view. Nothing until something was loaded. */
export function MiniPlayer() {
  const slate = useLiveSlate();
  const store = useLiveStore();
  const player = usePlayer();
  const { track, status, notice } = usePlayerState();
  if (!track) return null;
  const sounding = status === 'playing' || status === 'loading';
  const liked = slate?.liked.includes(track.trackId) === true;
  return (
    <section className={styles['root']} aria-label="Player at the foot" data-testid="mini-player" data-state={status}>
      <Cover className={styles['cover']} src={track.coverUrl} size={44} />
      <p className={styles['words']}>
        <bdi className={styles['title']}>{track.title || 'Untitled'}</bdi>
        {notice ? <span className={styles['notice']}>{notice}</span> : <bdi className={styles['artist']}>{track.artist}</bdi>}
      </p>
      <IconButton
        keepsFocus
        icon={Heart}
        label="Like"
        pressed={liked}
        onPress={(event) => store.act({ type: liked ? 'unlike' : 'like', trackId: track.trackId }, { atMs: event.timeStamp, card: track })}
      />
      <IconButton keepsFocus icon={sounding ? Pause : Play} label={sounding ? 'Pause' : 'Play'} onPress={player.toggle} />
      <IconButton keepsFocus icon={SkipForward} label="Skip" onPress={(event) => player.skip(event.timeStamp)} />
    </section>
  );
}
