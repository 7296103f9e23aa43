'use client';

import { History } from '../../features/history/index.ts';
import { usePlayer } from '../../features/now-playing/index.ts';
import type { HistoryEntry } from '../../server/answers.ts';

interface HistoryAndPlayProps {
  readonly entries: readonly HistoryEntry[];
}

/** Where history and the player meet. */
export function HistoryAndPlay({ entries }: HistoryAndPlayProps) {
  const player = usePlayer();
  return <History entries={entries} onPlay={player.playTrack} />;
}
