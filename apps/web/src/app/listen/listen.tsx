'use client';

import type { Act, TrackCard } from '@segue/core/events';
import { useCallback, useRef } from 'react';
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
  const heading = useRef<HTMLHeadingElement>(null);
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
  const onStart = (chosen: TrackCard, atMs: number) => {
    onPlay(chosen, atMs);
    // The cover that was pressed goes, with the focus in it.
    heading.current?.focus({ preventScroll: true });
  };
  return (
    <div className={styles['root']}>
      <div className={styles['stage']}>
        <NowPlaying />
        <FirstVisit begun={track !== null} onPlay={onStart} />
        <div className={styles['heard']}>
          <HeardLine />
        </div>
        <UpNext setAside={setAside} onPlay={onPlay} onActed={onActed} heading={heading} />
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
