import { useEffect } from 'react';
import { useLiveStore } from '../../live/index.ts';
import type { Player } from './player.ts';
import type { PlayerState } from './player-state.ts';

/** From here on only the listener changes what plays next. */
export const SETTLES_SECONDS = 10;

/** Settles what plays next shortly before the end of what plays now. */
export function useSettledNext(player: Player, { track, positionSeconds, durationSeconds, status }: PlayerState): void {
  const store = useLiveStore();
  const trackId = track?.trackId;
  const near = trackId !== undefined && status === 'playing' && durationSeconds > 0 && durationSeconds - positionSeconds <= SETTLES_SECONDS;
  useEffect(() => {
    if (!near || trackId === undefined) return;
    // Again with each list: where a hand took the settled row away, the one that stands there then is settled.
    const settle = () => {
      const { setAside } = player.state();
      const first = store.view().slate?.rows.find((row) => !setAside.includes(row.track.trackId));
      store.settle(first?.track.trackId ?? null);
    };
    settle();
    const stop = store.subscribe(settle);
    return () => {
      stop();
      store.settle(null);
    };
  }, [near, trackId, player, store]);
}
