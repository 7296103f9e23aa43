// @vitest-environment jsdom
import { asTrackId } from '@segue/core/events';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useSetAside } from './use-set-aside.ts';

const ids = (...names: string[]) => names.map((name) => asTrackId(name));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function aside(first: readonly string[]) {
  const hook = renderHook(({ of, isComing }) => useSetAside(ids(...of), isComing), { initialProps: { of: first, isComing: false } });
  return {
    now: () => hook.result.current,
    is: (of: readonly string[], isComing: boolean) => hook.rerender({ of, isComing }),
  };
}

it('leaves a track out at once where no list is coming', () => {
  const list = aside([]);
  list.is(['a'], false);
  expect(list.now()).toEqual(ids('a'));
});

it('leaves it out together with the list that the same gesture causes', () => {
  const list = aside(['a']);
  list.is(['b'], true);
  expect(list.now()).toEqual(ids('a'));
  list.is(['b'], true);
  expect(list.now()).toEqual(ids('a'));
  list.is(['b'], false);
  expect(list.now()).toEqual(ids('b'));
});

it('waits no longer than a blink, and as little for the next gesture', () => {
  const list = aside(['a']);
  for (const next of ['b', 'c']) {
    const before = list.now();
    list.is([next], true);
    act(() => vi.advanceTimersByTime(100));
    expect(list.now()).toEqual(before);
    act(() => vi.advanceTimersByTime(100));
    expect(list.now()).toEqual(ids(next));
  }
});
