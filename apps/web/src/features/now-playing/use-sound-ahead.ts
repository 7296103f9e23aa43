import { useEffect } from 'react';
import { useLiveStore } from '../../live/index.ts';
import { comingTracks } from './coming-tracks.ts';
import type { Player } from './player.ts';
import type { SoundAhead } from './sound-ahead.ts';

/** Fetches the sound of what comes while something plays; a hidden tab too, where only the player's events still come. */
export function useSoundAhead(player: Player, ahead: SoundAhead): void {
  const store = useLiveStore();
  useEffect(() => {
    const look = () => {
      const state = player.state();
      const { track, status, positionSeconds, durationSeconds } = state;
      const coming = comingTracks(store.view().slate, state);
      ahead.look({ playing: track, coming, isSounding: status === 'playing', positionSeconds, durationSeconds });
    };
    return player.subscribe(look);
  }, [player, ahead, store]);
}
