import { useEffect } from 'react';
import { keptOf, rememberedPlaying } from './kept-playing.ts';
import type { Player } from './player.ts';
import { createSoundOfTabs, givesWay } from './sound-of-tabs.ts';

/** While it plays, a tab says where it is this often. */
const TELL_EVERY_MS = 2_000;

/**
 * Keeps what plays for a reload, and lets one tab sound: play in a second pauses the first, and all show the same.
 */
export function useKeptPlaying(player: Player): void {
  useEffect(() => {
    const tabs = createSoundOfTabs();
    const kept = rememberedPlaying.read();
    if (kept && !player.state().track) player.restore(kept, false);

    let said = { track: player.state().track?.trackId, sounding: false };
    let soundsSince: number | null = null;
    const tell = () => {
      const state = player.state();
      const playing = keptOf(state);
      if (!playing || state.elsewhere) return;
      rememberedPlaying.write(playing);
      tabs.tell({ kept: playing, soundsSince });
    };
    const isSounding = () => ['playing', 'loading'].includes(player.state().status);
    const stopWatching = player.subscribe(() => {
      const now = { track: player.state().track?.trackId, sounding: isSounding() };
      if (now.track === said.track && now.sounding === said.sounding) return;
      const mine = !player.state().elsewhere && (said.sounding || now.sounding);
      if (now.sounding !== said.sounding) soundsSince = now.sounding ? Date.now() : null;
      said = now;
      if (mine) tell();
    });
    const stopListening = tabs.listen((message) => {
      if (givesWay(soundsSince, message)) player.restore(message.kept, message.soundsSince !== null);
    });
    const timer = setInterval(() => isSounding() && tell(), TELL_EVERY_MS);
    addEventListener('pagehide', tell);
    return () => {
      stopWatching();
      stopListening();
      clearInterval(timer);
      removeEventListener('pagehide', tell);
    };
  }, [player]);
}
