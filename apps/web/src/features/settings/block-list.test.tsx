// @vitest-environment jsdom
import { asArtistId } from '@segue/core/events';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { LiveProvider } from '../../live/index.ts';
import { aSlate, aTrack } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { BlockList } from './index.ts';

afterEach(cleanup);

it('leads the focus on when an entry goes: to the next, to the last, and then to the heading', () => {
  const client = createFakeClient(aSlate([]));
  render(
    <LiveProvider initial={aSlate([])} client={client}>
      <h2 id="blocks" tabIndex={-1}>
        Never played
      </h2>
      <BlockList
        heading="blocks"
        artists={[{ artistId: asArtistId('x'), artist: 'Golden Ferns' }]}
        tracks={[aTrack({ trackId: 'a' }), aTrack({ trackId: 'b' })]}
      />
    </LiveProvider>,
  );
  // What is only read leads nowhere.
  expect(screen.queryByRole('link')).toBeNull();
  const unblock = (name: string) => fireEvent.click(screen.getByRole('button', { name: `Unblock: ${name}` }));
  unblock('Golden Ferns');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Unblock: Title a');
  unblock('Title b');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Unblock: Title a');
  unblock('Title a');
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Never played' }));
  expect(client.sent.map(({ act }) => act.type)).toEqual(['unblock', 'unblock', 'unblock']);
});
