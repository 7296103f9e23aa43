'use client';

import type { Act, Slate, TrackCard, TrackId } from '@segue/core/events';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { useLiveStore } from '../../live/index.ts';
import { createPlayer, type Player, type Sound } from './player.ts';
import { IDLE, type PlayerState } from './player-state.ts';
import { useBackOnline } from './use-back-online.ts';
import { useKeptPlaying } from './use-kept-playing.ts';
import { useMediaSession } from './use-media-session.ts';
import { useSettledNext } from './use-settled-next.ts';
import { rememberedVolume } from './volume.ts';

const PlayerContext = createContext<Player | null>(null);

interface PlayerProviderProps {
  readonly children: ReactNode;
}

/** One audio element and one player for as long as the page lives, whichever route is shown. */
export function PlayerProvider({ children }: PlayerProviderProps) {
  const store = useLiveStore();
  const [player] = useState(() =>
    createPlayer({
      sound: typeof Audio === 'undefined' ? silence() : new Audio(),
      first: (setAside) => firstOf(store.view().slate, setAside),
      teach: (act: Act, atMs, left) => void store.act(act, { atMs, left }),
      offline: () => navigator.onLine === false || store.view().connection === 'offline',
      resumes: (trackId) => store.view().putBack.find(({ card }) => card.trackId === trackId) ?? null,
    }),
  );
  useEffect(() => {
    const { level, muted } = rememberedVolume.read();
    player.setVolume(level, muted);
  }, [player]);
  return (
    <PlayerContext value={player}>
      {children}
      <Surroundings />
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

/** What plays next: the order on the screen is the order that plays. */
export function firstOf(slate: Slate | null, setAside: readonly TrackId[]): TrackCard | null {
  const rows = slate ? [...slate.yours, ...slate.rows] : [];
  return rows.find(({ track }) => !setAside.includes(track.trackId))?.track ?? null;
}

/** What the player shares with the device, the list, a reload and other tabs. */
function Surroundings() {
  const player = usePlayer();
  const state = usePlayerState();
  useMediaSession(player, state);
  useSettledNext(player, state);
  useKeptPlaying(player);
  useBackOnline(player);
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
