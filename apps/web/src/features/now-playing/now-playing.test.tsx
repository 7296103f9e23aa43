// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveProvider } from '../../live/index.ts';
import { aSlate } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { NowPlaying, PlayerProvider } from './index.ts';
import { rememberedPlaying } from './kept-playing.ts';

/** Sound that starts when it is asked to. */
const play = vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(async function (this: HTMLMediaElement) {
  this.dispatchEvent(new Event('playing'));
});
const pause = vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(function (this: HTMLMediaElement) {
  this.dispatchEvent(new Event('pause'));
});

vi.stubGlobal('matchMedia', () => ({ matches: false }));

describe('now playing', () => {
  let client: ReturnType<typeof createFakeClient>;
  beforeEach(() => {
    play.mockClear();
    const slate = aSlate(['a', 'b']);
    client = createFakeClient(slate);
    render(
      <LiveProvider initial={slate} client={client}>
        <PlayerProvider>
          <NowPlaying />
          <input aria-label="A field" />
        </PlayerProvider>
      </LiveProvider>,
    );
  });
  afterEach(() => {
    cleanup();
    rememberedPlaying.write(null);
  });

  const acts = () => client.sent.map(({ act }) => act);

  it('shows what would play first, and is silent until Play is pressed', () => {
    expect(screen.getByTestId('player').dataset['state']).toBe('idle');
    expect(screen.getByRole('heading', { name: 'Title a' })).toBeTruthy();
    expect(play).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    expect(screen.getByTestId('player').dataset['state']).toBe('playing');
    expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy();
    expect(acts()).toEqual([{ type: 'play', trackId: 'a' }]);
  });

  it('likes, and skips to the row that stood first', () => {
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    fireEvent.click(screen.getByRole('button', { name: 'Like' }));
    fireEvent.click(screen.getByRole('button', { name: 'Skip' }));
    expect(screen.getByRole('heading', { name: 'Title b' })).toBeTruthy();
    expect(acts().map((act) => act.type)).toEqual(['play', 'like', 'play', 'skip']);
  });

  it('blocks what plays and goes on', () => {
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    fireEvent.click(screen.getByRole('button', { name: 'Never play this again' }));
    expect(acts()).toContainEqual({ type: 'block', subject: { kind: 'track', id: 'a' } });
    expect(screen.getByRole('heading', { name: 'Title b' })).toBeTruthy();
    expect(acts().some((act) => act.type === 'skip')).toBe(false);
  });

  it.each([
    ['More like this', { type: 'more', trackId: 'a' }, 'Title a'],
    ['Not this', { type: 'block', subject: { kind: 'track', id: 'a' } }, 'Title b'],
    ['Not this artist', { type: 'block', subject: { kind: 'artist', id: 'artist-a' } }, 'Title b'],
  ])('has a menu as rows have: %s', (verb, act, playing) => {
    expect(screen.queryByRole('button', { name: 'More about this track' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    fireEvent.click(screen.getByRole('button', { name: 'More about this track' }));
    fireEvent.click(screen.getByRole('menuitem', { name: verb }));
    expect(acts()).toContainEqual(act);
    expect(screen.getByRole('heading', { name: playing })).toBeTruthy();
    expect(acts().some(({ type }) => type === 'skip')).toBe(false);
  });

  it('says of a track that cannot play that it cannot', () => {
    play.mockImplementationOnce(async function (this: HTMLMediaElement) {
      this.dispatchEvent(new Event('error'));
    });
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    expect(screen.getByText('Cannot play right now')).toBeTruthy();
    expect(screen.queryByText('Now playing')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Skip' }));
    expect(screen.getByText('Now playing')).toBeTruthy();
  });

  it('leaves the focus where it was when the mouse presses one of its buttons', () => {
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    for (const name of ['Previous', 'Pause', 'Skip', 'Like', 'Mute']) {
      expect(fireEvent.mouseDown(screen.getByRole('button', { name })), name).toBe(false);
    }
    expect(fireEvent.mouseDown(screen.getByRole('slider', { name: 'Seek' }))).toBe(true);
  });

  it('teaches the seek, once, when the hand lets go', () => {
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    const slider = screen.getByRole('slider', { name: 'Seek' });
    fireEvent.change(slider, { target: { value: '50' } });
    fireEvent.change(slider, { target: { value: '80' } });
    fireEvent.pointerUp(slider);
    expect(acts().filter((act) => act.type === 'seek')).toEqual([{ type: 'seek', trackId: 'a', fromSeconds: 0, toSeconds: 80 }]);
    expect(slider.getAttribute('aria-valuetext')).toBe('1:20 of 3:20');
  });

  it('gives way to a tab that began to sound later, and not to one that had not heard of it yet', async () => {
    const other = new BroadcastChannel('segue-sound');
    const told = (soundsSince: number) => {
      const [track] = aSlate(['c']).rows;
      other.postMessage({
        kept: { track: track?.track, positionSeconds: 12, heard: [], started: true, revisited: false, history: [] },
        soundsSince,
      });
    };
    const player = screen.getByTestId('player');
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    await vi.waitFor(() => expect(player.dataset['state']).toBe('playing'));
    pause.mockClear();
    told(Date.now() - 5_000);
    // Heard after the other, and each time it gives way it pauses.
    told(Date.now() + 5_000);
    await vi.waitFor(() => expect(player.textContent).toContain('Playing in another tab'));
    expect(player.dataset['state']).toBe('paused');
    expect(pause).toHaveBeenCalledTimes(1);
    other.close();
  });
});
