'use client';

import type { TrackCard } from '@segue/core/events';
import { Play } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { clockText } from './clock-text.ts';
import { Cover } from './cover.tsx';
import { Icon } from './icon.tsx';
import styles from './track-row.module.css';

interface TrackRowProps {
  readonly track: Pick<TrackCard, 'trackId' | 'title' | 'artist' | 'album' | 'durationSeconds' | 'soundUrl' | 'coverUrl'>;
  /** Absent where a row is only read, and leads nowhere. */
  readonly onPlay?: ((track: TrackCard, atMs: number) => void) | undefined;
  /** Said beside the length, as when it was heard. */
  readonly note?: string | undefined;
  /** Its verbs. */
  readonly children?: ReactNode;
}

/** One track outside the living list: its cover, its names, and what can be done with it. */
export function TrackRow({ track, onPlay, note, children }: TrackRowProps) {
  const names = (
    <>
      <span className={styles['cover']}>
        <Cover src={track.coverUrl} size={48} />
        {onPlay && (
          <span className={styles['over']}>
            <Icon of={Play} size={18} filled />
          </span>
        )}
      </span>
      <span className={styles['words']}>
        <bdi className={styles['title']}>{track.title || 'Untitled'}</bdi>
        <bdi className={styles['artist']}>{track.album ? `${track.artist} · ${track.album}` : track.artist}</bdi>
      </span>
    </>
  );
  const play = (event: MouseEvent) => {
    event.preventDefault();
    onPlay?.(track as TrackCard, event.timeStamp);
  };
  return (
    <li className={styles['row']} data-track-id={track.trackId}>
      {onPlay ? (
        <a className={styles['link']} href={track.soundUrl} onClick={play}>
          {names}
        </a>
      ) : (
        <span className={styles['link']}>{names}</span>
      )}
      <span className={styles['note']}>{note}</span>
      <span className={styles['length']}>{clockText(track.durationSeconds)}</span>
      <span className={styles['verbs']}>{children}</span>
    </li>
  );
}
