'use client';

import type { Act, TrackCard } from '@segue/core/events';
import { useCallback } from 'react';
import { FirstVisit } from '../../features/first-visit/index.ts';
import { HeardLine } from '../../features/heard-line/index.ts';
import { NowPlaying, usePlayer, usePlayerState } from '../../features/now-playing/index.ts';
import { Status } from '../../features/status/index.ts';
import { Taste } from '../../features/taste/index.ts';
import { UpNext } from '../../features/up-next/index.ts';
import styles from './listen.module.css';

/** Where the features meet: what a row asks for, the player does. */
export function Listen() {
  const player = usePlayer();
  const { setAside, track } = usePlayerState();
  const onPlay = useCallback((chosen: TrackCard, atMs: number) => player.playTrack(chosen, atMs), [player]);
  const onActed = useCallback(
    (act: Act) => {
      const playing = player.state().track;
      if (act.type !== 'block' || !playing) return;
      const { kind, id } = act.subject;
      if (id === (kind === 'track' ? playing.trackId : playing.artistId)) player.leave(playing.trackId);
    },
    [player],
  );
  return (
    <div className={styles['root']}>
      <div className={styles['stage']}>
        <NowPlaying />
        <FirstVisit begun={track !== null} onPlay={onPlay} />
        <div className={styles['heard']}>
          <HeardLine />
        </div>
        <UpNext setAside={setAside} onPlay={onPlay} onActed={onActed} />
      </div>
      <aside className={styles['side']} aria-label="Your taste and the connection">
        <Taste />
        <div className={styles['status']}>
          <Status />
        </div>
      </aside>
    </div>
  );
}
