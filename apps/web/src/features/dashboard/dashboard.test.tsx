// @vitest-environment jsdom
import type { OperatorView } from '@segue/core/events';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dashboard } from './index.ts';

/** The api's side of each connection that the page made, oldest first. */
const sockets: { readonly token: unknown; readonly tell: (event: string, what?: unknown) => void }[] = [];
vi.mock('socket.io-client', () => ({
  io: (_: string, { auth }: { readonly auth: { readonly token?: string } }) => {
    const listeners = new Map<string, (what: unknown) => void>();
    sockets.push({ token: auth.token, tell: (event, what) => act(() => listeners.get(event)?.(what)) });
    return {
      on: (event: string, listener: (what: unknown) => void) => listeners.set(event, listener),
      emit: () => {},
      disconnect: () => {},
    };
  },
}));

const aView = (fields: Partial<OperatorView> = {}): OperatorView => ({
  atMs: 0,
  windowSeconds: 300,
  healthy: true,
  sentence: 'Healthy. A gesture re-orders the list in 12 ms, for 99 of 100 in 30 ms.',
  instances: [],
  parts: [],
  origins: [],
  unusual: null,
  lag: [],
  cache: { asked: 0, hits: 0 },
  index: { recallAt10: null, tracks: 0 },
  rankers: [],
  experiments: [],
  sockets: 1,
  hot: { tracks: [], partitions: [], listener: null, gestures: 0 },
  ...fields,
});

const tell = (event: string, what?: unknown) => sockets.at(-1)?.tell(event, what);
const spoken = () => screen.getByRole('status').textContent;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  vi.stubGlobal('fetch', async () => Response.json({}, { status: 401 }));
  render(<Dashboard />);
});
afterEach(() => {
  cleanup();
  sockets.length = 0;
  sessionStorage.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the dashboard for whom it knows', () => {
  beforeEach(() => {
    tell('connect');
    tell('view', aView());
  });

  it('says aloud what the verdict is, and nothing more until that changes', () => {
    expect(screen.getByTestId('sentence').textContent).toContain('in 12 ms');
    expect(spoken()).toBe('Healthy.');
    tell('view', aView({ sentence: 'Healthy. A gesture re-orders the list in 14 ms, for 99 of 100 in 31 ms.' }));
    expect(screen.getByTestId('sentence').textContent).toContain('in 14 ms');
    expect(spoken()).toBe('Healthy.');
  });

  it('calls nothing healthy that it has not heard from, and says for how long', () => {
    act(() => vi.advanceTimersByTime(6_000));
    expect(screen.getByTestId('sentence').textContent).toMatch(/^Healthy\./);
    tell('disconnect');
    act(() => vi.advanceTimersByTime(14 * 60_000 - 6_000));
    const sentence = screen.getByTestId('sentence');
    expect(sentence.textContent).toMatch(/^No news for 14 min\. Last heard: Healthy\./);
    expect(sentence.dataset['healthy']).toBe('false');
    expect(spoken()).toBe('No news from the server.');
    tell('connect');
    tell('view', aView());
    expect(screen.getByTestId('sentence').textContent).toMatch(/^Healthy\./);
  });
});

describe('the dashboard that is paused', () => {
  it('stands as it was, and says of nobody that they are silent', () => {
    tell('connect');
    tell('view', aView());
    fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
    act(() => vi.advanceTimersByTime(60 * 60_000));
    expect(spoken()).toBe('Healthy.');
    fireEvent.click(screen.getByRole('button', { name: 'Go on' }));
    act(() => vi.advanceTimersByTime(2_000));
    expect(spoken()).toBe('Healthy.');
    act(() => vi.advanceTimersByTime(6_000));
    expect(spoken()).toBe('No news from the server.');
  });
});

describe('the dashboard for operators alone', () => {
  const field = () => screen.getByLabelText<HTMLInputElement>('Token');
  const look = (token: string) => {
    fireEvent.change(field(), { target: { value: token } });
    fireEvent.submit(field().closest('form') as HTMLFormElement);
  };
  beforeEach(() => tell('connect_error', new Error('operator_only')));

  it('calls a token wrong that is, each time that it is given, and keeps the form and the focus in it', () => {
    expect(screen.queryByRole('alert')).toBeNull();
    const mine = field();
    mine.focus();
    for (const times of [1, 2]) {
      look('sesame');
      expect(sockets.slice(1).map(({ token }) => token)).toEqual(Array(times).fill('sesame'));
      expect(screen.queryByRole('alert')).toBeNull();
      tell('connect_error', new Error('operator_only'));
      expect(screen.getByRole('alert').textContent).toBe('That token is not right.');
      expect(document.activeElement).toBe(mine);
    }
  });

  it('leads to the heading whom it lets in, since the form goes', () => {
    field().focus();
    look('right');
    tell('connect');
    tell('view', aView());
    expect(screen.getByTestId('sentence')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Live' }));
  });
});
