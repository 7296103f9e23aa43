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

    const isSounding = () => ['playing', 'loading'].includes(player.state().status);
    const shown = () => {
      const { track, positionSeconds, started } = player.state();
      return { track: track?.trackId, sounding: isSounding(), positionSeconds, started };
    };
    let last = shown();
    let soundsSince: number | null = null;
    // Who acted last speaks: a tab that only shows what another did has nothing to add, on leaving neither.
    let isMine = false;
    let isShowing = false;
    const tell = () => {
      const state = player.state();
      if (state.elsewhere) return;
      const playing = keptOf(state);
      rememberedPlaying.write(playing);
      if (playing) tabs.tell({ kept: playing, soundsSince });
    };
    const stopWatching = player.subscribe(() => {
      const now = shown();
      const isSeek = !now.sounding && now.positionSeconds !== last.positionSeconds;
      // Its first sound was taught: another tab that goes on with it must not teach it again.
      const isAct = now.track !== last.track || now.sounding !== last.sounding || now.started !== last.started || isSeek;
      if (now.sounding !== last.sounding) soundsSince = now.sounding ? Date.now() : null;
      last = now;
      if (!isAct || isShowing) return;
      isMine = !player.state().elsewhere;
      tell();
    });
    const stopListening = tabs.listen((message) => {
      if (!givesWay(soundsSince, message)) return;
      isShowing = true;
      player.restore(message.kept, message.soundsSince !== null);
      isShowing = false;
      isMine = false;
    });
    const timer = setInterval(() => isSounding() && tell(), TELL_EVERY_MS);
    const leave = () => isMine && tell();
    addEventListener('pagehide', leave);
    return () => {
      stopWatching();
      stopListening();
      clearInterval(timer);
      removeEventListener('pagehide', leave);
    };
  }, [player]);
}
