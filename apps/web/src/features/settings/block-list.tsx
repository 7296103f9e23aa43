'use client';

import type { ActOf, ArtistId, TrackCard } from '@segue/core/events';
import { Undo2 } from 'lucide-react';
import { type MouseEvent, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { TrackRow } from '../../components/track-row.tsx';
import { useLiveStore } from '../../live/index.ts';
import styles from './settings.module.css';

interface BlockListProps {
  readonly tracks: readonly TrackCard[];
  readonly artists: readonly { readonly artistId: ArtistId; readonly artist: string }[];
  /** The id of what stands above it: the focus goes there once nothing is left. */
  readonly heading: string;
}

/** Everything that never plays, each with the way back. */
export function BlockList({ tracks, artists, heading }: BlockListProps) {
  const store = useLiveStore();
  const [back, setBack] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLUListElement>(null);
  /** Where the entry stood that has just gone, and the focus with it. */
  const left = useRef<number | null>(null);
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])];
  const unblock = (subject: ActOf<'unblock'>['subject'], { timeStamp, currentTarget }: MouseEvent<HTMLButtonElement>) => {
    store.act({ type: 'unblock', subject }, { atMs: timeStamp });
    left.current = buttons().indexOf(currentTarget);
    setBack(new Set([...back, subject.id]));
  };
  useLayoutEffect(() => {
    if (left.current === null) return;
    const still = buttons();
    (still[Math.min(left.current, still.length - 1)] ?? document.getElementById(heading))?.focus();
    left.current = null;
  });
  const stillTracks = tracks.filter(({ trackId }) => !back.has(trackId));
  const stillArtists = artists.filter(({ artistId }) => !back.has(artistId));
  if (stillTracks.length + stillArtists.length === 0) return <p className={styles['note']}>Nothing is blocked.</p>;
  return (
    <ul ref={list} className="plain-list" data-testid="blocks">
      {stillArtists.map(({ artistId, artist }) => (
        <li key={artistId} className={styles['artist']}>
          <bdi>{artist}</bdi>
          <span className={styles['note']}>artist</span>
          <IconButton icon={Undo2} label={`Unblock: ${artist}`} onPress={(event) => unblock({ kind: 'artist', id: artistId }, event)} />
        </li>
      ))}
      {stillTracks.map((track) => (
        <TrackRow key={track.trackId} track={track}>
          <IconButton
            icon={Undo2}
            label={`Unblock: ${track.title || 'Untitled'}`}
            onPress={(event) => unblock({ kind: 'track', id: track.trackId }, event)}
          />
        </TrackRow>
      ))}
    </ul>
  );
}
