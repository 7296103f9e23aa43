// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useOutOfView } from './use-out-of-view.ts';

/** What is watched, by what tells whether it is in view. */
const watched = new Map<Element, (isIntersecting: boolean) => void>();
beforeEach(() => {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      readonly #tell: (entries: readonly { readonly isIntersecting: boolean }[]) => void;
      constructor(tell: (entries: readonly { readonly isIntersecting: boolean }[]) => void) {
        this.#tell = tell;
      }
      observe(element: Element) {
        watched.set(element, (isIntersecting) => this.#tell([{ isIntersecting }]));
      }
      disconnect() {}
    },
  );
});
afterEach(() => {
  cleanup();
  watched.clear();
  vi.unstubAllGlobals();
});

function Page({ has }: { readonly has: boolean }) {
  return (
    <>
      <Foot />
      {has && <section aria-label="large" />}
    </>
  );
}
const Foot = () => <p>{useOutOfView('[aria-label="large"]') ? 'away' : 'in view'}</p>;

it('sees what comes later than the page, and goes again', async () => {
  const { rerender } = render(<Page has={false} />);
  expect(screen.getByText('away')).toBeTruthy();
  rerender(<Page has />);
  const large = screen.getByLabelText('large');
  await vi.waitFor(() => expect(watched.has(large)).toBe(true));
  act(() => watched.get(large)?.(true));
  expect(screen.getByText('in view')).toBeTruthy();
  rerender(<Page has={false} />);
  expect(await screen.findByText('away')).toBeTruthy();
});
