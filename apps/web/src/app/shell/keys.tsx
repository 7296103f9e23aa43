'use client';

import { useRef } from 'react';
import { usePlayer } from '../../features/now-playing/index.ts';
import { ShortcutsHelp, useShortcuts } from '../../features/shortcuts/index.ts';
import { useLiveStore } from '../../live/index.ts';

interface KeysProps {
  readonly onSearch: () => void;
}

/** Where the keyboard meets the player, the list and the routes. */
export function Keys({ onSearch }: KeysProps) {
  const player = usePlayer();
  const store = useLiveStore();
  const help = useRef<HTMLDialogElement>(null);
  useShortcuts({
    toggle: player.toggle,
    skip: player.skip,
    previous: player.previous,
    seekBy(seconds) {
      const { positionSeconds, durationSeconds } = player.state();
      player.seek(Math.max(0, Math.min(durationSeconds, positionSeconds + seconds)));
    },
    like(atMs) {
      const { track } = player.state();
      if (!track) return;
      const liked = store.view().slate?.liked.includes(track.trackId) === true;
      store.act({ type: liked ? 'unlike' : 'like', trackId: track.trackId }, { atMs });
    },
    hold: () => store.hold(store.view().held === null),
    search: onSearch,
    undo: store.undo,
    redo: store.redo,
    help: () => help.current?.showModal(),
  });
  return <ShortcutsHelp dialog={help} />;
}
