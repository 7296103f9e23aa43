import { isKeptPlaying } from './kept-playing.ts';
import type { KeptPlaying } from './player-state.ts';

/** What one tab tells the others about its player. */
export interface TabSound {
  readonly kept: KeptPlaying;
  /** Since when it sounds there, ms since 1970; null where it is silent. */
  readonly soundsSince: number | null;
}

/**
 * Whether a tab that sounds since `mine` gives way to what another tells: to any that began later, and where it is silent
 * itself to all. One that began earlier had not heard of this one yet when it spoke: giving way to it too would leave both
 * silent.
 */
export const givesWay = (mine: number | null, { soundsSince }: TabSound): boolean =>
  mine === null || (soundsSince !== null && soundsSince > mine);

/** The line between the tabs of one listener; closed over by a page, so that it hears the others and not itself. */
export interface SoundOfTabs {
  tell(message: TabSound): void;
  listen(listener: (message: TabSound) => void): () => void;
}

const NAME = 'segue-sound';

/** Where the browser has no such line, each tab is on its own. */
export function createSoundOfTabs(): SoundOfTabs {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => {}, listen: () => () => {} };
  const channel = new BroadcastChannel(NAME);
  return {
    tell: (message) => channel.postMessage(message),
    listen(listener) {
      const onMessage = ({ data }: MessageEvent<unknown>) => {
        if (isTabSound(data)) listener(data);
      };
      channel.addEventListener('message', onMessage);
      return () => channel.removeEventListener('message', onMessage);
    },
  };
}

/** A tab that still runs an older version may say something else. */
const isTabSound = (raw: unknown): raw is TabSound =>
  typeof raw === 'object' &&
  raw !== null &&
  'kept' in raw &&
  isKeptPlaying(raw.kept) &&
  'soundsSince' in raw &&
  (raw.soundsSince === null || typeof raw.soundsSince === 'number');
