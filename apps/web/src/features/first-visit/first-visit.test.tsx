// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LiveProvider } from '../../live/index.ts';
import { aRow, aSlate } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { FirstVisit } from './index.ts';

afterEach(cleanup);

const start = { reason: { kind: 'start', text: 'A place to start', shares: [] } };
const rows = ['ambient', 'hard rock', 'dub', 'jazz'].map((genre, at) => aRow({ trackId: `t${at}`, genre }, start));

function show(slate = aSlate([], { rows }), begun = false) {
  const client = createFakeClient(slate);
  const onPlay = vi.fn();
  render(
    <LiveProvider initial={slate} client={client}>
      <FirstVisit onPlay={onPlay} begun={begun} />
    </LiveProvider>,
  );
  return { client, onPlay };
}

describe('a first visit', () => {
  it('offers three covers; one tap says where to start and plays it', () => {
    const { client, onPlay } = show();
    const choices = screen.getAllByRole('button');
    expect(choices).toHaveLength(3);
    fireEvent.click(screen.getByRole('button', { name: 'Start from Title t1' }));
    expect(client.sent.map(({ act }) => act)).toEqual([{ type: 'profile', firstTracks: ['t1'] }]);
    expect(onPlay.mock.calls[0]?.[0]).toMatchObject({ trackId: 't1' });
  });

  it('offers nothing to somebody whose taste is known, or once something plays', () => {
    show(aSlate(['a', 'b', 'c'], { genres: [{ genre: 'dub', share: 1 }] }));
    expect(screen.queryByRole('button')).toBeNull();
    cleanup();
    show(aSlate([], { rows }), true);
    expect(screen.queryByRole('button')).toBeNull();
  });
});
