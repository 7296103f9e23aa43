// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PlayerProvider } from '../../features/now-playing/index.ts';
import { LiveProvider } from '../../live/index.ts';
import { aSlate } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { NoSlate } from './no-slate.tsx';

vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: () => {} }) }));
afterEach(cleanup);

function show(expired: boolean) {
  const client = createFakeClient(null);
  render(
    <LiveProvider initial={null} client={client}>
      <PlayerProvider>
        <NoSlate expired={expired} />
      </PlayerProvider>
    </LiveProvider>,
  );
  return client;
}

describe('the page without its list', () => {
  it('says that nothing is lost, and shows the list as soon as one comes, by whichever way', () => {
    const client = show(false);
    expect(screen.getByRole('heading', { name: 'The list cannot be fetched right now' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Try again' })).toBeTruthy();
    act(() => client.show({ slate: aSlate(['a', 'b']) }));
    expect(screen.getByRole('list', { name: 'The living list' }).children).toHaveLength(2);
  });

  it('says that a session has ended, and how to go on', () => {
    show(true);
    expect(screen.getByRole('link', { name: 'Start again' }).getAttribute('href')).toBe('/?renew');
  });
});
