'use client';

import type { ActOf, ArtistId, TrackCard } from '@segue/core/events';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { TrackRow } from '../../components/track-row.tsx';
import { useLiveStore } from '../../live/index.ts';
import styles from './settings.module.css';

interface BlockListProps {
  readonly tracks: readonly TrackCard[];
  readonly artists: readonly { readonly artistId: ArtistId; readonly artist: string }[];
}

/** Everything that never plays, each with the way back. */
export function BlockList({ tracks, artists }: BlockListProps) {
  const store = useLiveStore();
  const [back, setBack] = useState<ReadonlySet<string>>(new Set());
  const unblock = (subject: ActOf<'unblock'>['subject'], atMs: number) => {
    store.act({ type: 'unblock', subject }, { atMs });
    setBack(new Set([...back, subject.id]));
  };
  const stillTracks = tracks.filter(({ trackId }) => !back.has(trackId));
  const stillArtists = artists.filter(({ artistId }) => !back.has(artistId));
  if (stillTracks.length + stillArtists.length === 0) return <p className={styles['note']}>Nothing is blocked.</p>;
  return (
    <ul className="plain-list" data-testid="blocks">
      {stillArtists.map(({ artistId, artist }) => (
        <li key={artistId} className={styles['artist']}>
          <bdi>{artist}</bdi>
          <span className={styles['note']}>artist</span>
          <IconButton
            icon={Undo2}
            label={`Unblock: ${artist}`}
            onPress={(event) => unblock({ kind: 'artist', id: artistId }, event.timeStamp)}
          />
        </li>
      ))}
      {stillTracks.map((track) => (
        <TrackRow key={track.trackId} track={track}>
          <IconButton
            icon={Undo2}
            label={`Unblock: ${track.title}`}
            onPress={(event) => unblock({ kind: 'track', id: track.trackId }, event.timeStamp)}
          />
        </TrackRow>
      ))}
    </ul>
  );
}
