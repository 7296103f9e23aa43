import { useEffect } from 'react';
import { useLiveStore } from '../../live/index.ts';
import type { Player } from './player.ts';

/** Goes on with what could not be fetched as soon as the list is live again, or the browser says that the network is back. */
export function useBackOnline(player: Player): void {
  const store = useLiveStore();
  useEffect(() => {
    let wasAway = false;
    // Not what is drawn: a hidden page draws nothing, and its sound has to go on.
    const look = () => {
      const { connection } = store.view();
      if (connection === 'offline') wasAway = true;
      if (connection !== 'live' || !wasAway) return;
      wasAway = false;
      player.goOn();
    };
    look();
    const unwatch = store.watch(look);
    // The list's own line may have outlived a short break of the network.
    addEventListener('online', player.goOn);
    return () => {
      unwatch();
      removeEventListener('online', player.goOn);
    };
  }, [store, player]);
}
