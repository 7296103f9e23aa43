// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveProvider } from '../../live/index.ts';
import { aMap, aSlate } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { Taste } from './index.ts';

/** What the api answers; nobody stands in it until a test says where. */
let place: readonly number[] = [0, 0];
beforeEach(() => {
  place = [0, 0];
  vi.stubGlobal('fetch', async (path: string) => Response.json(path.startsWith('/api/map/middle') ? { vector: place } : aMap()));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show() {
  const slate = aSlate(['a'], {
    genres: [
      { genre: 'dub', share: 0.6 },
      { genre: 'ambient', share: 0.4 },
    ],
  });
  const client = createFakeClient(slate);
  render(
    <LiveProvider initial={slate} client={client}>
      <Taste />
    </LiveProvider>,
  );
  return client;
}

describe('what Segue hears', () => {
  it('previews while a slider moves, teaches once on release', () => {
    const client = show();
    const slider = screen.getByRole('slider', { name: 'Familiar to discover' });
    fireEvent.change(slider, { target: { value: '0.7' } });
    fireEvent.change(slider, { target: { value: '0.8' } });
    expect(client.previews.map(({ tune }) => tune)).toEqual([{ discover: 0.7, energy: 0.5 }]);
    expect(client.sent).toEqual([]);
    fireEvent.pointerUp(slider);
    expect(client.sent.map((one) => one.act)).toEqual([{ type: 'tune', discover: 0.8, energy: 0.5 }]);
  });

  it('goes back to what was where the hand is taken off the slider, as by a page that begins to scroll', async () => {
    const client = show();
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: 'Familiar to discover' });
    fireEvent.change(slider, { target: { value: '0.7' } });
    await act(async () => client.previews[0]?.answer(aSlate(['a'], { tune: { discover: 0.7, energy: 0.5 } })));
    fireEvent.pointerCancel(slider);
    expect(slider.value).toBe('0.5');
    expect(client.sent).toEqual([]);
    act(() => client.show({ slate: aSlate(['a'], { tune: { discover: 0.4, energy: 0.5 } }) }));
    expect(slider.value).toBe('0.4');
  });

  it('teaches nothing when a slider was only touched', () => {
    const client = show();
    fireEvent.pointerUp(screen.getByRole('slider', { name: 'Calm to energy' }));
    expect(client.sent).toEqual([]);
  });

  it('shows how each genre changed since the visit began', () => {
    const client = show();
    act(() =>
      client.show({
        slate: aSlate(['a'], {
          revision: { epoch: 1, taste: 2, view: 1 },
          genres: [
            { genre: 'dub', share: 0.48 },
            { genre: 'ambient', share: 0.52 },
          ],
          heard: { event: 'box:1', type: 'skip', title: null, more: null, less: null },
        }),
      }),
    );
    expect(screen.getAllByRole('listitem').map((row) => row.textContent)).toEqual(['dub48 %−12 %', 'ambient52 %+12 %']);
  });

  it('draws the listener on the map, and moves them with what was heard', async () => {
    place = [-1, 0];
    const client = show();
    expect(await screen.findByRole('img', { name: /2 genres. You are nearest to slow soul/ })).toBeTruthy();
    place = [1, 0];
    act(() =>
      client.show({
        slate: aSlate(['a'], {
          revision: { epoch: 1, taste: 2, view: 1 },
          lessons: 1,
          heard: { event: 'box:2', type: 'like', title: null, more: null, less: null },
        }),
      }),
    );
    expect(await screen.findByRole('img', { name: /You are nearest to hard rock/ })).toBeTruthy();
  });

  it('draws the names of genres over dots and ring, so that each can be read wherever the listener stands', async () => {
    place = [-1, 0];
    show();
    const ring = await screen.findByTestId('you');
    const [dot] = screen.getByTestId('map').getElementsByTagName('circle');
    for (const name of ['slow soul', 'hard rock']) {
      const under = [dot!, ring].map((one) => one.compareDocumentPosition(screen.getByText(name)) & Node.DOCUMENT_POSITION_FOLLOWING);
      expect(under).not.toContain(0);
    }
  });

  it('lets the listener put themselves elsewhere, without dragging: it teaches the track that lies there', async () => {
    place = [-1, 0];
    const client = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Move yourself on the map' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Towards hard rock' }));
    expect(client.sent.map((one) => one.act)).toEqual([{ type: 'more', trackId: 't1' }]);
  });

  it('goes on without a map that cannot be fetched', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 503 }));
    show();
    expect(await screen.findByText(/The map cannot be fetched/)).toBeTruthy();
    expect(screen.getByRole('slider', { name: 'Calm to energy' })).toBeTruthy();
  });
});
