// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { LiveProvider } from '../../live/index.ts';
import { aSlate } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { MiniPlayer, PlayerProvider, usePlayer } from './index.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Begin() {
  const player = usePlayer();
  return (
    <button type="button" onClick={player.toggle}>
      Begin
    </button>
  );
}

it('says of which track a like is, though the list no longer holds it', () => {
  vi.stubGlobal('Audio', undefined);
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  const client = createFakeClient(aSlate(['a', 'b']));
  render(
    <LiveProvider initial={aSlate(['a', 'b'])} client={client}>
      <PlayerProvider>
        <Begin />
        <MiniPlayer />
      </PlayerProvider>
    </LiveProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Begin' }));
  act(() => client.show({ slate: aSlate(['b']) }));
  fireEvent.click(screen.getByRole('button', { name: 'Like' }));
  expect(client.sent.at(-1)).toMatchObject({ act: { type: 'like', trackId: 'a' }, details: { card: { title: 'Title a' } } });
});
