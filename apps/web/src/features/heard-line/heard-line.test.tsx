// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveProvider } from '../../live/index.ts';
import { aSlate } from '../../testing/builders.ts';
import { createFakeClient, type FakeClient } from '../../testing/fake-client.ts';
import { HeardLine } from './index.ts';

const heardSlate = (number: number, title: string) =>
  aSlate(['a'], {
    revision: { epoch: 1, taste: number, view: 1 },
    heard: { event: `box:${number}`, type: 'skip', title, more: 'slow pulse', less: 'hard rock' },
  });

describe('the heard line', () => {
  let client: FakeClient;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    client = createFakeClient(aSlate(['a']));
    render(
      <LiveProvider initial={aSlate(['a'])} client={client}>
        <HeardLine />
      </LiveProvider>,
    );
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  it('says what was heard and takes it back', () => {
    act(() => client.show({ slate: heardSlate(2, 'Concrete Sky') }));
    expect(screen.getByTestId('heard-line').textContent).toContain('Heard your skip of Concrete Sky: less hard rock, more slow pulse.');
    expect(screen.getByTestId('heard-line').textContent).toContain('The list has answered');
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(client.sent.map(({ act }) => act)).toEqual([{ type: 'undo', event: 'box:2' }]);
    // What an answer looks like is said once.
    act(() => client.show({ slate: heardSlate(3, 'Low Tide') }));
    expect(screen.getByTestId('heard-line').textContent).not.toContain('The list has answered');
  });

  it('takes back all that its sentence speaks of', () => {
    const sum = { events: ['box:2', 'box:3'], more: [], less: ['hard rock', 'dub'] };
    act(() => client.show({ slate: aSlate(['a'], { heard: { ...heardSlate(3, 'Two').heard, sum } }) }));
    expect(screen.getByTestId('heard-line').textContent).toContain('Heard 2 skips: less hard rock, less dub.');
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(client.sent.map(({ act }) => act)).toEqual([
      { type: 'undo', event: 'box:3' },
      { type: 'undo', event: 'box:2' },
    ]);
  });

  it('is read aloud at most once in two seconds, the last wins, and nothing of what came with the page', () => {
    const status = screen.getByRole('status');
    act(() => vi.advanceTimersByTime(3000));
    expect(status.textContent).toBe('');
    act(() => client.show({ slate: heardSlate(2, 'One') }));
    act(() => vi.advanceTimersByTime(10));
    expect(status.textContent).toContain('One');
    act(() => client.show({ slate: heardSlate(3, 'Two') }));
    act(() => client.show({ slate: heardSlate(4, 'Three') }));
    act(() => vi.advanceTimersByTime(1900));
    expect(status.textContent).toContain('One');
    act(() => vi.advanceTimersByTime(200));
    expect(status.textContent).toContain('Three');
    expect(screen.getAllByRole('status')).toHaveLength(1);
  });

  it('reads nothing aloud twice because the network came back', () => {
    const status = screen.getByRole('status');
    const later = () => act(() => vi.advanceTimersByTime(3000));
    act(() => client.show({ slate: heardSlate(2, 'One') }));
    later();
    act(() => client.show({ connection: 'offline' }));
    later();
    expect(status.textContent).toContain('Offline.');
    act(() => client.show({ connection: 'live' }));
    later();
    expect(screen.getByTestId('heard-line').textContent).toContain('One');
    expect(status.textContent).toBe('');
    act(() => client.show({ connection: 'offline' }));
    later();
    expect(status.textContent).toContain('Offline.');
    // The same words, of another gesture.
    act(() => client.show({ connection: 'live', slate: heardSlate(3, 'One') }));
    later();
    expect(status.textContent).toContain('One');
  });

  it('says what is kept while the network is gone [L11]', () => {
    act(() => client.show({ connection: 'offline', waiting: 3 }));
    expect(screen.getByText(/^Offline\. 3 gestures are kept/)).toBeTruthy();
  });

  it('says what was refused until the next thing is heard', () => {
    act(() =>
      client.show({
        refused: [
          { event: 'box:9', act: { type: 'undo', event: 'box:1' }, code: 'undo_too_old', message: 'That is too long ago.' },
        ] as never,
      }),
    );
    expect(screen.getByTestId('heard-line').textContent).toContain('Not kept: That is too long ago.');
    act(() => client.show({ slate: heardSlate(5, 'Next') }));
    expect(screen.getByTestId('heard-line').textContent).toContain('Heard your skip of Next');
  });
});
