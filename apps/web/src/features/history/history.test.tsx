// @vitest-environment jsdom
import { asEventId, asTrackId } from '@segue/core/events';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { LiveProvider, useLiveStore } from '../../live/index.ts';
import { aSlate, aTrack } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { History } from './index.ts';

afterEach(cleanup);

const liked = { event: asEventId('old:7'), type: 'like' as const, track: aTrack({ trackId: 'a', title: 'Low Tide' }), heardFraction: null };

function Pin() {
  const store = useLiveStore();
  return (
    <button type="button" onClick={() => store.act({ type: 'pin', trackId: asTrackId('b') })}>
      pin it
    </button>
  );
}

function show(entries: Parameters<typeof History>[0]['entries'] = [liked]) {
  const slate = aSlate(['a', 'b']);
  const client = createFakeClient(slate);
  render(
    <LiveProvider initial={slate} client={client}>
      <Pin />
      <History entries={entries} onPlay={() => {}} />
    </LiveProvider>,
  );
  return client;
}

describe('history', () => {
  it('offers undo for every gesture of the visit, kept in the history or not', () => {
    const client = show();
    fireEvent.click(screen.getByRole('button', { name: 'pin it' }));
    fireEvent.click(screen.getByRole('button', { name: 'Undo: Pinned, Title b' }));
    expect(client.sent.map((one) => one.act)).toEqual([
      { type: 'pin', trackId: 'b' },
      { type: 'undo', event: 'box:1' },
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Redo: Pinned, Title b' }));
    expect(client.sent.at(-1)?.act).toEqual({ type: 'undo', event: 'box:2' });
    expect(screen.getByRole('button', { name: 'Undo: Pinned, Title b' })).toBeTruthy();
  });

  it('offers redo in the place of an undo, and undo again after it, whatever was done meanwhile', () => {
    const client = show();
    fireEvent.click(screen.getByRole('button', { name: 'Undo: Liked, Low Tide' }));
    fireEvent.click(screen.getByRole('button', { name: 'pin it' }));
    fireEvent.click(screen.getByRole('button', { name: 'Redo: Liked, Low Tide' }));
    expect(screen.queryByText('Taken back')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Undo: Liked, Low Tide' }));
    expect(client.sent.flatMap(({ act }) => (act.type === 'undo' ? [act.event] : []))).toEqual(['old:7', 'box:1', 'box:3']);
    expect(screen.getByText('Taken back')).toBeTruthy();
  });

  it('says when something is too old to be taken back, and offers the opposite', () => {
    const client = show();
    fireEvent.click(screen.getByRole('button', { name: 'Undo: Liked, Low Tide' }));
    expect(screen.getByText('Taken back')).toBeTruthy();
    act(() =>
      client.show({
        refused: [{ event: asEventId('box:1'), act: { type: 'undo', event: liked.event }, code: 'undo_too_old', message: 'too old' }],
      }),
    );
    expect(screen.getByText('Too long ago to take back')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Unlike: Low Tide' }));
    expect(client.sent.at(-1)?.act).toEqual({ type: 'unlike', trackId: 'a' });
  });
});
