// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aTrack } from '../../testing/builders.ts';
import { FakeSound } from '../../testing/fake-sound.ts';
import { createPlayer, type Player } from './player.ts';
import { useMediaSession } from './use-media-session.ts';

/** What the lock screen shows, and the keys that it has. */
const session = {
  handlers: new Map<string, (details: object) => void>(),
  metadata: null as { title: string; artist: string } | null,
  playbackState: 'none',
  position: null as object | null,
  setActionHandler(action: string, handler: ((details: object) => void) | null) {
    if (handler) this.handlers.set(action, handler);
    else this.handlers.delete(action);
  },
  setPositionState(state: object) {
    this.position = state;
  },
};

let player: Player;
function Surroundings() {
  useMediaSession(player, player.state());
  return null;
}

beforeEach(() => {
  vi.stubGlobal(
    'MediaMetadata',
    class {
      constructor(what: object) {
        Object.assign(this, what);
      }
    },
  );
  Object.defineProperty(navigator, 'mediaSession', { configurable: true, value: session });
  const tracks = [aTrack({ trackId: 'a', title: 'Low Tide' }), aTrack({ trackId: 'b', title: '' })];
  player = createPlayer({
    sound: new FakeSound() as unknown as HTMLAudioElement,
    first: (setAside) => tracks.find(({ trackId }) => !setAside.includes(trackId)) ?? null,
    shownNow: () => undefined,
    teach: () => {},
    isBlocked: () => false,
    resumes: () => null,
    offline: () => false,
    urlOf: (track) => track.soundUrl,
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const press = (key: string, details: object = {}) => act(() => session.handlers.get(key)?.(details));

it('tells the lock screen what plays, and obeys its keys and the headset’s, pressed twice too', () => {
  const view = render(<Surroundings />);
  const draw = () => view.rerender(<Surroundings />);
  press('play');
  draw();
  expect(session.metadata).toMatchObject({ title: 'Low Tide', artist: 'Artist a' });
  expect(session.playbackState).toBe('playing');
  press('play');
  expect(player.state().status).toBe('playing');
  press('pause');
  press('pause');
  draw();
  expect(player.state().status).toBe('paused');
  expect(session.playbackState).toBe('paused');
  press('play');
  press('seekto', { seekTime: 40 });
  press('seekforward', {});
  press('seekbackward', { seekOffset: 5 });
  draw();
  expect(player.state().positionSeconds).toBe(45);
  expect(session.position).toEqual({ duration: 200, position: 45 });
  press('nexttrack');
  draw();
  expect(session.metadata).toMatchObject({ title: 'Untitled' });
  press('previoustrack');
  expect(player.state().track?.trackId).toBe('a');
  view.unmount();
  expect(session.handlers.size).toBe(0);
});
