export { MiniPlayer } from './mini-player.tsx';
export { NowPlaying } from './now-playing.tsx';
export { PlayerProvider, usePlayer, usePlayerState } from './player-provider.tsx';
