// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { Suspense, use, useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { PlayerProvider } from '../../features/now-playing/index.ts';
import { LiveProvider, useLive } from '../../live/index.ts';
import { aSlate } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { Keys } from './keys.tsx';

let path = '/';
vi.mock('next/navigation', () => ({ usePathname: () => path }));
afterEach(() => {
  cleanup();
  path = '/';
});

interface PagesProps {
  /** When Search can be shown. */
  readonly fetched: Promise<void>;
}

/** Listen, until Search was asked for and has come. */
function Pages({ fetched }: PagesProps) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Suspense>{asked ? <SearchPage fetched={fetched} /> : <ListenPage />}</Suspense>
      <Keys onSearch={() => setAsked(true)} table={null} />
    </>
  );
}

const ListenPage = () => <p>{useLive().held === null ? 'moves' : 'held'}</p>;

function SearchPage({ fetched }: PagesProps) {
  use(fetched);
  path = '/search';
  return <input type="search" name="q" defaultValue="lennon" />;
}

const press = (key: string) => fireEvent.keyDown(document.body, { key });

it('leads to the search field, and obeys no key until that is there: what is typed meanwhile was meant for it', async () => {
  let arrive = () => {};
  const fetched = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const slate = aSlate(['a', 'b']);
  render(
    <LiveProvider initial={slate} client={createFakeClient(slate)}>
      <PlayerProvider>
        <Pages fetched={fetched} />
      </PlayerProvider>
    </LiveProvider>,
  );
  await act(async () => press('/'));
  press('h');
  expect(screen.getByText('moves')).toBeTruthy();
  await act(async () => arrive());
  const field = screen.getByRole<HTMLInputElement>('searchbox');
  expect(document.activeElement).toBe(field);

  field.blur();
  press('/');
  expect(document.activeElement).toBe(field);
  // What was asked before gives way to what is typed now.
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, 'lennon'.length]);
});

it('says of which track a like is, though the list no longer holds it', () => {
  vi.stubGlobal('Audio', undefined);
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  const client = createFakeClient(aSlate(['a', 'b']));
  render(
    <LiveProvider initial={aSlate(['a', 'b'])} client={client}>
      <PlayerProvider>
        <Keys onSearch={() => {}} table={null} />
      </PlayerProvider>
    </LiveProvider>,
  );
  press(' ');
  act(() => client.show({ slate: aSlate(['b']) }));
  press('l');
  expect(client.sent.at(-1)).toMatchObject({ act: { type: 'like', trackId: 'a' }, details: { card: { title: 'Title a' } } });
  vi.unstubAllGlobals();
});
