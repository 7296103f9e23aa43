// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveProvider } from '../../live/index.ts';
import { aSlate } from '../../testing/builders.ts';
import { createFakeClient, type FakeClient } from '../../testing/fake-client.ts';
import type { Player } from './player.ts';
import { useBackOnline } from './use-back-online.ts';

const goOn = vi.fn();
const player = { goOn: () => goOn() } as unknown as Player;
let client: FakeClient;

function Surroundings() {
  useBackOnline(player);
  return null;
}

beforeEach(() => {
  goOn.mockClear();
  client = createFakeClient(aSlate(['a']));
  render(
    <LiveProvider initial={aSlate(['a'])} client={client}>
      <Surroundings />
    </LiveProvider>,
  );
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('[L11] goes on in a hidden tab too, once the list is live again', () => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  act(() => client.show({ connection: 'offline' }));
  act(() => client.show({ connection: 'catching-up' }));
  expect(goOn).not.toHaveBeenCalled();
  act(() => client.show({ connection: 'live' }));
  expect(goOn).toHaveBeenCalledTimes(1);
  act(() => client.show({ waiting: 1 }));
  expect(goOn).toHaveBeenCalledTimes(1);
});

it('[L11] goes on when the browser is online again, though the line of the list never broke', () => {
  act(() => void dispatchEvent(new Event('online')));
  expect(goOn).toHaveBeenCalledTimes(1);
});
