'use client';

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { isBlockedIn, useLiveStore } from '../../live/index.ts';
import { firstOf } from './coming-tracks.ts';
import { isSparing } from './network.ts';
import { createPlayer, type Player, type Sound } from './player.ts';
import { IDLE, type PlayerState } from './player-state.ts';
import { createSoundAhead, type SoundAhead } from './sound-ahead.ts';
import { useBackOnline } from './use-back-online.ts';
import { useKeptPlaying } from './use-kept-playing.ts';
import { useMediaSession } from './use-media-session.ts';
import { useSettledNext } from './use-settled-next.ts';
import { useSoundAhead } from './use-sound-ahead.ts';
import { rememberedVolume } from './volume.ts';

const PlayerContext = createContext<Player | null>(null);

interface PlayerProviderProps {
  readonly children: ReactNode;
}

/** One audio element and one player for as long as the page lives, whichever route is shown. */
export function PlayerProvider({ children }: PlayerProviderProps) {
  const store = useLiveStore();
  const [{ player, ahead }] = useState(() => {
    const offline = () => navigator.onLine === false || store.view().connection === 'offline';
    const ahead = createSoundAhead({
      fetch: (url, init) => fetch(url, init),
      urls: URL,
      network: () => (offline() ? 'none' : isSparing() ? 'sparing' : 'free'),
      nowMs: () => performance.now(),
    });
    const player = createPlayer({
      sound: typeof Audio === 'undefined' ? silence() : new Audio(),
      first: (setAside) => firstOf(store.view().slate, setAside, offline() ? ahead.has : undefined),
      shownNow: store.shownNow,
      teach: (act, of) => void store.act(act, of),
      isBlocked: (track) => isBlockedIn(store.view().done, track),
      offline,
      resumes: (trackId) => store.view().putBack.find(({ card }) => card.trackId === trackId) ?? null,
      urlOf: ahead.urlOf,
    });
    return { player, ahead };
  });
  useEffect(() => {
    const { level, muted } = rememberedVolume.read();
    player.setVolume(level, muted);
  }, [player]);
  return (
    <PlayerContext value={player}>
      {children}
      <Surroundings ahead={ahead} />
    </PlayerContext>
  );
}

/** The page's one player. */
export function usePlayer(): Player {
  const player = useContext(PlayerContext);
  if (!player) throw new Error('usePlayer needs a PlayerProvider above it');
  return player;
}

/** What the player does right now. */
export function usePlayerState(): PlayerState {
  const player = usePlayer();
  return useSyncExternalStore(player.subscribe, player.state, () => IDLE);
}

interface SurroundingsProps {
  readonly ahead: SoundAhead;
}

/** What the player shares with the device, the network, the list, a reload and other tabs. */
function Surroundings({ ahead }: SurroundingsProps) {
  const player = usePlayer();
  const state = usePlayerState();
  useMediaSession(player, state);
  useSettledNext(player, state);
  useKeptPlaying(player);
  useBackOnline(player);
  useSoundAhead(player, ahead);
  return null;
}

/** The server draws the player and hears nothing. */
function silence(): Sound {
  return Object.assign(new EventTarget(), {
    src: '',
    currentTime: 0,
    duration: 0,
    volume: 1,
    muted: false,
    play: async () => {},
    pause: () => {},
  });
}
