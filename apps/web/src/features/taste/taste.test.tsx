// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { LiveProvider } from '../../live/index.ts';
import { aSlate } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { Taste } from './index.ts';

afterEach(cleanup);

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
});
