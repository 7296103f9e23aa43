import { isKeptPlaying } from './kept-playing.ts';
import type { KeptPlaying } from './player-state.ts';

/** What one tab tells the others about its player. */
export interface TabSound {
  readonly kept: KeptPlaying;
  /** It sounds there right now: then it must not sound here. */
  readonly sounding: boolean;
}

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
  'sounding' in raw &&
  typeof raw.sounding === 'boolean';
