'use client';

import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useTransition } from 'react';
import { usePlayer } from '../../features/now-playing/index.ts';
import { ShortcutsHelp, useShortcuts } from '../../features/shortcuts/index.ts';
import { useLiveStore } from '../../live/index.ts';

interface KeysProps {
  readonly onSearch: () => void;
  /** The table of keys. */
  readonly table: ReactNode;
}

/** Where the keyboard meets the player, the list and the routes. */
export function Keys({ onSearch, table }: KeysProps) {
  const player = usePlayer();
  const store = useLiveStore();
  const path = usePathname();
  const help = useRef<HTMLDialogElement>(null);
  const [isOpening, open] = useTransition();
  const wantsField = useRef(false);
  useEffect(() => {
    if (wantsField.current && path === '/search') focusSearch();
    wantsField.current = false;
  }, [path]);
  useShortcuts(
    {
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
        store.act({ type: liked ? 'unlike' : 'like', trackId: track.trackId }, { atMs, card: track });
      },
      hold: () => store.hold(store.view().held === null),
      search() {
        wantsField.current = !focusSearch();
        if (wantsField.current) open(onSearch);
      },
      undo: store.undo,
      redo: store.redo,
      help: () => help.current?.showModal(),
    },
    // What is typed after `/` is meant for the field that it leads to.
    { muted: isOpening },
  );
  return <ShortcutsHelp dialog={help}>{table}</ShortcutsHelp>;
}

/** Whether the search field is on this page; what it holds gives way to what is typed next. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('input[name="q"]');
  field?.focus();
  field?.select();
  return field !== null;
}
