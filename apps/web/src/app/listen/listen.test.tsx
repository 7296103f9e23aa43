// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { PlayerProvider } from '../../features/now-playing/index.ts';
import { LiveProvider } from '../../live/index.ts';
import { aRow, aSlate } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { Listen } from './listen.tsx';

// jsdom plays nothing, and knows no media queries.
vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
vi.stubGlobal('matchMedia', () => ({ matches: false }));
afterEach(cleanup);

it('gives the focus of a cover that a first visit started from to the list, since the covers go', () => {
  const rows = ['ambient', 'hard rock', 'dub', 'jazz'].map((genre, at) => aRow({ trackId: `t${at}`, genre }));
  const slate = aSlate([], { rows });
  render(
    <LiveProvider initial={slate} client={createFakeClient(slate)}>
      <PlayerProvider>
        <Listen />
      </PlayerProvider>
    </LiveProvider>,
  );
  const cover = screen.getByRole('button', { name: 'Start from Title t1' });
  cover.focus();
  fireEvent.click(cover);
  expect(cover.isConnected).toBe(false);
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'The living list' }));
});
