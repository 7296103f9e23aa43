'use client';

import type { TrackCard } from '@segue/core/events';
import { usePlayer } from '../../features/now-playing/index.ts';
import { type BlockSubject, Search } from '../../features/search/index.ts';

interface SearchAndPlayProps {
  readonly query: string;
  readonly tracks: readonly TrackCard[];
  readonly failed: boolean;
  readonly blocks: readonly BlockSubject[];
}

/** Where search and the player meet. */
export function SearchAndPlay(props: SearchAndPlayProps) {
  const player = usePlayer();
  return <Search {...props} onPlay={player.playTrack} />;
}
