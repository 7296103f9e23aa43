import { useEffect, useRef } from 'react';
import { useLive } from '../../live/index.ts';
import type { Player } from './player.ts';

/** Goes on with what could not be fetched as soon as the list is live again. */
export function useBackOnline(player: Player): void {
  const { connection } = useLive();
  const wasAway = useRef(false);
  useEffect(() => {
    if (connection === 'offline') wasAway.current = true;
    if (connection !== 'live' || !wasAway.current) return;
    wasAway.current = false;
    player.goOn();
  }, [connection, player]);
}
