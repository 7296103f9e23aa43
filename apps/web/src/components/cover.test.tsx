// @vitest-environment jsdom
import { act, cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { LiveProvider } from '../live/index.ts';
import { aSlate } from '../testing/builders.ts';
import { createFakeClient } from '../testing/fake-client.ts';
import { Cover } from './cover.tsx';

afterEach(cleanup);

it('is a plain tile where it failed, and asked for again once the connection is back', () => {
  const client = createFakeClient(aSlate([]));
  const { container } = render(
    <LiveProvider initial={aSlate([])} client={client}>
      <Cover src="/cover" size={48} />
    </LiveProvider>,
  );
  const image = () => container.querySelector('img');
  const fail = () => fireEvent.error(image() as HTMLImageElement);
  fail();
  expect(image()).toBeNull();
  act(() => client.show({ waiting: 1 }));
  expect(image()).toBeNull();

  act(() => client.show({ connection: 'offline' }));
  expect(image()).toBeNull();
  act(() => client.show({ connection: 'live' }));
  expect(image()).not.toBeNull();
  // It may be missing for good.
  fail();
  expect(image()).toBeNull();
});
