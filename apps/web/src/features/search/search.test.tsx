// @vitest-environment jsdom
import { asArtistId, asTrackId } from '@segue/core/events';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LiveProvider } from '../../live/index.ts';
import { aRow, aSlate, aTrack } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { Search } from './index.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(answer: (url: string) => unknown, props: Partial<Parameters<typeof Search>[0]> = {}) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return Response.json(answer(url));
  });
  const client = createFakeClient(aSlate([]));
  render(
    <LiveProvider initial={aSlate([])} client={client}>
      <Search query="" tracks={[]} failed={false} blocks={[]} onPlay={() => {}} {...props} />
    </LiveProvider>,
  );
  return { asked, client };
}
const type = (text: string) => fireEvent.change(screen.getByRole('searchbox'), { target: { value: text } });
const says = () => screen.getByRole('status').textContent;

describe('search as you type', () => {
  it('asks once for a word that is typed in one go, and shows what was found', async () => {
    const { asked } = show(() => ({ tracks: [aTrack({ title: 'Paper Lanterns' })] }));
    type('p');
    type('pap');
    type('paper & ink');
    await screen.findByText('Paper Lanterns');
    expect(asked).toEqual(['/api/search?q=paper%20%26%20ink']);
    expect(says()).toBe('1 track found.');
  });

  it('queues a result with its card, and says that it is there', () => {
    const track = aTrack();
    const { client } = show(() => ({ tracks: [] }), { query: 't', tracks: [track] });
    fireEvent.click(screen.getByRole('button', { name: 'Play next: Title t1' }));
    expect(client.sent).toMatchObject([{ act: { type: 'queue', trackId: 't1', at: 'top' }, details: { card: track } }]);
    act(() => client.show({ slate: aSlate([], { yours: [aRow()] }) }));
    expect(screen.getByRole('button', { name: 'In Yours next: Title t1' })).toBeTruthy();
    // It was refused, or taken out.
    act(() => client.show({ slate: aSlate([]) }));
    expect(screen.getByRole('button', { name: 'Play next: Title t1' })).toBeTruthy();
  });

  it('says that a blocked track never plays, and offers the way back alone; with it, the rest', () => {
    const played: string[] = [];
    const { client } = show(() => ({ tracks: [] }), {
      query: 't',
      tracks: [aTrack(), aTrack({ trackId: 't2', artistId: 'x', artist: 'Golden Ferns' })],
      blocks: [
        { kind: 'track', id: asTrackId('t1') },
        { kind: 'artist', id: asArtistId('x') },
      ],
      onPlay: ({ trackId }) => played.push(trackId),
    });
    expect(screen.getByText('Never played')).toBeTruthy();
    expect(screen.getByText('Artist never played')).toBeTruthy();
    expect(screen.queryAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual([
      'Unblock: Title t1',
      'Unblock: Golden Ferns',
    ]);
    expect(screen.queryByRole('link')).toBeNull();
    const unblock = screen.getByRole('button', { name: 'Unblock: Title t1' });
    unblock.focus();
    fireEvent.click(unblock);
    expect(client.sent.map(({ act }) => act)).toEqual([{ type: 'unblock', subject: { kind: 'track', id: 't1' } }]);
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Play next: Title t1' }));
    fireEvent.click(screen.getByRole('link', { name: /Title t1/ }));
    expect(played).toEqual(['t1']);
  });

  it('says when nothing is found, and when nobody answers', async () => {
    let answer: unknown = { tracks: [] };
    show(() => answer);
    expect(says()).toContain('Type a few letters');
    type('zzz');
    await waitFor(() => expect(says()).toBe('Nothing found for “zzz”. Try fewer letters.'));
    answer = { oops: true };
    type('yyy');
    await waitFor(() => expect(says()).toContain('Search cannot be reached right now.'));
  });

  it('shows over what was found before that nobody answers, and asks again on Enter and when the connection is back', async () => {
    let answer: unknown = { tracks: [aTrack({ title: 'Paper Lanterns' })] };
    const { asked, client } = show(() => answer);
    type('paper');
    await screen.findByText('Paper Lanterns');
    answer = { oops: true };
    type('papers');
    await waitFor(() => expect(says()).toContain('Search cannot be reached right now.'));
    expect(screen.getByText('Paper Lanterns')).toBeTruthy();
    expect(screen.getByRole('status').className).not.toBe('spoken');

    const form = screen.getByRole('searchbox').closest('form') as HTMLFormElement;
    fireEvent.submit(form);
    await waitFor(() => expect(asked).toHaveLength(3));
    act(() => client.show({ connection: 'offline' }));
    answer = { tracks: [aTrack({ title: 'Paper Ships' })] };
    act(() => client.show({ connection: 'live' }));
    await screen.findByText('Paper Ships');
    expect(screen.getByRole('status').className).toBe('spoken');
  });
});
