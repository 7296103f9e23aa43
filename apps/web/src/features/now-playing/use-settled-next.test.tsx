// @vitest-environment jsdom
import { asTrackId } from '@segue/core/events';
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { LiveProvider, type LiveStore, useLiveStore } from '../../live/index.ts';
import { aSlate, aTrack } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import type { Player } from './player.ts';
import { IDLE, type PlayerState } from './player-state.ts';
import { useSettledNext } from './use-settled-next.ts';

const track = aTrack({ trackId: 'playing', durationSeconds: 100 });
const ending: PlayerState = { ...IDLE, status: 'playing', track, positionSeconds: 95, durationSeconds: 100, setAside: [track.trackId] };
const player = { state: () => ending } as Player;
let store: LiveStore;

function Surroundings() {
  store = useLiveStore();
  useSettledNext(player, ending);
  return null;
}

afterEach(cleanup);

it('settles what plays next shortly before the end, and what stands there after a hand took that away', () => {
  const client = createFakeClient(aSlate(['a', 'b', 'c', 'd']));
  render(
    <LiveProvider initial={aSlate(['a', 'b', 'c', 'd'])} client={client}>
      <Surroundings />
    </LiveProvider>,
  );
  const shown = () => store.view().slate?.rows.map((row) => row.track.trackId);
  const answer = (ids: readonly string[], taste: number) =>
    act(() => client.show({ slate: aSlate(ids, { revision: { epoch: 1, taste, view: 1 } }) }));
  answer(['d', 'c', 'b', 'a'], 2);
  expect(shown()).toEqual(['a', 'd', 'c', 'b']);
  // The SDK's own list obeys a block before anybody is told of it.
  answer(['d', 'c', 'b'], 3);
  act(() => void store.act({ type: 'block', subject: { kind: 'track', id: asTrackId('a') } }, { atMs: 1 }));
  answer(['b', 'c', 'd'], 4);
  expect(shown()).toEqual(['d', 'b', 'c']);
});
