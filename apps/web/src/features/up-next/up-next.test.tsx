// @vitest-environment jsdom
import type { Slate } from '@segue/core/events';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { createRef } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LiveProvider, type LiveStore, useLiveStore } from '../../live/index.ts';
import { aRow, aSlate, aTrack } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { UpNext } from './index.ts';

afterEach(cleanup);

function show(slate: Slate | null, setAside: readonly string[] = []) {
  const client = createFakeClient(slate);
  const onPlay = vi.fn();
  const taken: { store?: LiveStore } = {};
  const Take = () => {
    taken.store = useLiveStore();
    return null;
  };
  render(
    <LiveProvider initial={slate} client={client}>
      <UpNext setAside={setAside as never} onPlay={onPlay} heading={createRef()} />
      <Take />
    </LiveProvider>,
  );
  const undoSkipOf = (trackId: string) =>
    act(() => {
      const card = aTrack({ trackId });
      taken.store?.act({ type: 'skip', trackId: card.trackId, heardFraction: 0.1 }, { left: { card, positionSeconds: 3, heard: [] } });
      taken.store?.undo();
    });
  return { client, onPlay, undoSkipOf, arrive: (next: Slate) => act(() => client.show({ slate: next, unheard: [] })) };
}

const order = () => screen.getAllByRole('listitem').map((row) => row.dataset['trackId']);
const after = (ids: readonly string[], type = 'skip') =>
  aSlate(ids, { revision: { epoch: 1, taste: 2, view: 1 }, heard: { event: 'box:1', type, title: null, more: null, less: null } });

describe('the living list', () => {
  it('is a list of rows with their places, reasons and links', () => {
    show(aSlate(['a', 'b']));
    const rows = within(screen.getByTestId('list')).getAllByRole('listitem');
    expect(rows.map((row) => [row.dataset['place'], row.dataset['reasonKind']])).toEqual([
      ['1', 'taste'],
      ['2', 'taste'],
    ]);
    expect(screen.getByRole('link', { name: 'Title a' })).toHaveProperty('pathname', '/api/tracks/a/sound');
  });

  it('shows markup in a title as text', () => {
    show(aSlate([], { rows: [aRow({ title: '<img src=x onerror=alert(1)>' })] }));
    expect(screen.getByRole('link', { name: '<img src=x onerror=alert(1)>' })).toBeTruthy();
    expect(document.querySelector('img[src="x"]')).toBeNull();
  });

  it('keeps Yours next apart, above, and counted first', () => {
    show(aSlate(['b'], { yours: [aRow({ trackId: 'a' })] }));
    expect(within(screen.getByTestId('yours')).getAllByRole('listitem')).toHaveLength(1);
    expect(within(screen.getByTestId('list')).getByRole('listitem').dataset['place']).toBe('2');
  });

  it('leaves out what the player holds', () => {
    show(aSlate(['a', 'b']), ['a']);
    expect(order()).toEqual(['b']);
  });

  it('says what moved by the listener, in words for a screen reader, and which event it was', () => {
    const { arrive } = show(aSlate(['a', 'b', 'c']));
    arrive(after(['c', 'a', 'b']));
    expect(order()).toEqual(['c', 'a', 'b']);
    const risen = screen.getAllByRole('listitem')[0];
    expect(risen?.dataset['theirs']).toBe('true');
    expect(risen?.textContent).toContain('up 2');
    expect(screen.getByTestId('list').dataset).toMatchObject({ revision: '1.2.1', lastEvent: 'box:1', settled: 'true' });
  });

  it('tells which rows were seen, once a slate, and nothing of a list that is held', () => {
    vi.useFakeTimers();
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        readonly #seen: (entries: object[]) => void;
        constructor(seen: (entries: object[]) => void) {
          this.#seen = seen;
        }
        observe(target: Element) {
          this.#seen([{ target, intersectionRatio: 1 }]);
        }
        disconnect() {}
      },
    );
    const { client, arrive } = show(aSlate(['a', 'b']));
    const seen = () => {
      act(() => void vi.advanceTimersByTime(1_000));
      return client.sent.map(({ act }) => (act.type === 'impression' ? act.rows.map((row) => row.trackId).join('') : act.type));
    };
    expect(seen()).toEqual(['ab']);
    fireEvent.click(screen.getByRole('button', { name: /^Hold the list/ }));
    arrive(after(['b', 'a']));
    expect(seen()).toEqual(['ab']);
    fireEvent.click(screen.getByRole('button', { name: /^Hold the list/ }));
    expect(seen()).toEqual(['ab', 'ba']);
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is not settled while a gesture has not been heard', () => {
    const { arrive } = show(aSlate(['a', 'b']));
    fireEvent.click(screen.getByRole('button', { name: 'Pin: Title a' }));
    expect(screen.getByTestId('list').dataset['settled']).toBe('false');
    arrive(after(['a', 'b'], 'pin'));
    expect(screen.getByTestId('list').dataset['settled']).toBe('true');
  });

  it('keeps the focused row in the page and in focus when it is overtaken', () => {
    const { arrive } = show(aSlate(['a', 'b', 'c', 'd']));
    const pin = screen.getByRole('button', { name: 'Pin: Title b' });
    pin.focus();
    const row = pin.closest('li');
    const changes = new MutationObserver(() => {});
    changes.observe(screen.getByTestId('list'), { childList: true });
    arrive(after(['d', 'c', 'a', 'b']));
    expect(order()).toEqual(['d', 'b', 'c', 'a']);
    expect(document.activeElement).toBe(pin);
    expect(row?.isConnected).toBe(true);
    expect(changes.takeRecords().flatMap(({ removedNodes }) => [...removedNodes])).not.toContain(row);
  });

  it('gives the focus to the next row when the focused one goes, and to the heading when none is left', () => {
    const { arrive } = show(aSlate(['a', 'b']));
    screen.getByRole('button', { name: 'Not this: Title a' }).focus();
    arrive(after(['b'], 'block'));
    expect(document.activeElement).toBe(screen.getByRole('link', { name: 'Title b' }));
    arrive(aSlate([], { revision: { epoch: 1, taste: 3, view: 1 } }));
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'The living list' }));
    expect(screen.getByText(/Nothing is left/)).toBeTruthy();
  });

  it('sends what the listener does to a row', () => {
    const { client, onPlay } = show(aSlate(['a', 'b']));
    fireEvent.click(screen.getByRole('button', { name: 'Not this: Title b' }));
    fireEvent.click(screen.getByRole('button', { name: 'More: Title a' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Not this artist' }));
    fireEvent.click(screen.getByRole('link', { name: 'Title a' }));
    expect(client.sent.map(({ act }) => act)).toEqual([
      { type: 'block', subject: { kind: 'track', id: 'b' } },
      { type: 'block', subject: { kind: 'artist', id: 'artist-a' } },
    ]);
    expect(onPlay.mock.calls[0]?.[0]).toMatchObject({ trackId: 'a' });
  });

  it('walks the menu with arrows, closes it with Escape and gives the focus back', () => {
    show(aSlate(['a']));
    const more = screen.getByRole('button', { name: 'More: Title a' });
    fireEvent.click(more);
    expect(document.activeElement?.textContent).toBe('Play now');
    fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowDown' });
    expect(document.activeElement?.textContent).toBe('Play next');
    fireEvent.keyDown(document.activeElement as Element, { key: 'Escape' });
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(more);
  });

  it('says more about a reason when it is pressed', () => {
    show(aSlate(['a']));
    fireEvent.click(screen.getByRole('button', { name: 'Close to your taste' }));
    expect(screen.getByRole('definition').textContent).toContain('60 %');
  });

  it('says so while the first list is on its way', () => {
    show(null);
    expect(screen.getByRole('status').textContent).toBe('Your list is on its way.');
  });

  it('is under the hand, and walked by the keys, where it came after the page', () => {
    const { arrive } = show(null);
    arrive(aSlate(['a', 'b', 'c']));
    const [a, b] = screen.getAllByRole('link');
    a?.focus();
    fireEvent.keyDown(a as Element, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(b);
    b?.blur();
    fireEvent(b as Element, pointer('pointermove', 'mouse'));
    arrive(after(['c', 'a', 'b']));
    expect(order()).toEqual(['c', 'b', 'a']);
  });

  it('stands still while it is held, says what waits, and moves when it is let go', () => {
    const { arrive } = show(aSlate(['a', 'b', 'c']));
    const hold = screen.getByRole('button', { name: /^Hold the list/ });
    expect(hold.getAttribute('aria-pressed')).toBe('false');
    fireEvent.click(hold);
    arrive(after(['c', 'a', 'b']));
    expect(order()).toEqual(['a', 'b', 'c']);
    expect(hold.textContent).toContain('1 change waiting');
    const liked = { event: 'box:2', type: 'like', title: null, more: null, less: null };
    arrive(aSlate(['c', 'b', 'a'], { revision: { epoch: 1, taste: 3, view: 1 }, heard: liked }));
    expect(hold.textContent).toContain('2 changes waiting');
    fireEvent.click(hold);
    expect(order()).toEqual(['c', 'b', 'a']);
    expect(hold.textContent).not.toContain('waiting');
  });

  it('moves the others round the row that is under the pointer, until the pointer has rested', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { arrive } = show(aSlate(['a', 'b', 'c', 'd']));
    const row = screen.getAllByRole('listitem')[1] as HTMLElement;
    fireEvent(row, pointer('pointermove', 'mouse'));
    arrive(after(['d', 'c', 'a', 'b']));
    expect(order()).toEqual(['d', 'b', 'c', 'a']);
    act(() => vi.advanceTimersByTime(1_600));
    expect(order()).toEqual(['d', 'c', 'a', 'b']);
    vi.useRealTimers();
  });

  it('keeps the row under a finger from its touch until just after it lifts', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { arrive } = show(aSlate(['a', 'b', 'c']));
    const row = screen.getAllByRole('listitem')[0] as HTMLElement;
    fireEvent(row, pointer('pointerdown', 'touch'));
    act(() => vi.advanceTimersByTime(5_000));
    arrive(after(['c', 'b', 'a']));
    expect(order()).toEqual(['a', 'c', 'b']);
    // What a browser tells of a finger that lifts; the focus that a press moves is not shown.
    for (const type of ['pointerup', 'pointerout', 'pointerleave']) fireEvent(row, pointer(type, 'touch'));
    fireEvent.focusOut(row);
    fireEvent.focusIn(row);
    act(() => vi.advanceTimersByTime(250));
    expect(order()).toEqual(['a', 'c', 'b']);
    act(() => vi.advanceTimersByTime(100));
    expect(order()).toEqual(['c', 'b', 'a']);
    vi.useRealTimers();
  });

  it('lets the row go at once that a mouse leaves', () => {
    const { arrive } = show(aSlate(['a', 'b', 'c']));
    const row = screen.getAllByRole('listitem')[0] as HTMLElement;
    fireEvent(row, pointer('pointermove', 'mouse'));
    arrive(after(['c', 'b', 'a']));
    expect(order()).toEqual(['a', 'c', 'b']);
    fireEvent(row, pointer('pointerleave', 'mouse'));
    expect(order()).toEqual(['c', 'b', 'a']);
  });

  it('is one tab stop a row, and arrows lead along it and from row to row', () => {
    show(aSlate(['a', 'b', 'c']));
    const stops = () => [...document.querySelectorAll<HTMLElement>('ol a[href], ol button')].filter((element) => element.tabIndex >= 0);
    expect(stops().map((element) => element.textContent)).toEqual(['Title a', 'Title b', 'Title c']);
    const key = (name: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key: name });
    stops()[0]?.focus();
    key('ArrowDown');
    expect(document.activeElement?.textContent).toBe('Title b');
    key('ArrowRight');
    expect(document.activeElement?.textContent).toContain('Close to your taste');
    key('ArrowRight');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Pin: Title b');
    key('ArrowUp');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Pin: Title a');
    key('End');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Pin: Title c');
    key('ArrowDown');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Pin: Title c');
  });

  it('moves a row of Yours next among those that the server has, below what an undone skip put back', () => {
    const { client, undoSkipOf } = show(
      aSlate(['x'], { yours: [aRow({ trackId: 'a' }), aRow({ trackId: 'b' }), aRow({ trackId: 'c' })] }),
      ['a'],
    );
    const verbs = (title: string) => {
      fireEvent.click(screen.getByRole('button', { name: `More: Title ${title}` }));
      return screen.getAllByRole('menuitem').flatMap(({ textContent }) => (textContent?.startsWith('Move') ? [textContent] : []));
    };
    undoSkipOf('p');
    expect(order()).toEqual(['p', 'b', 'c', 'x']);
    client.sent.length = 0;

    // What is above it stands there by this page alone: the server knows no place above.
    expect(verbs('b')).toEqual(['Move down']);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Move down' }));
    expect(verbs('c')).toEqual(['Move up']);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Move up' }));
    expect(verbs('p')).toEqual(['Move down']);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Move down' }));
    expect(client.sent.map(({ act }) => act)).toEqual([
      { type: 'move', trackId: 'b', to: 2 },
      { type: 'move', trackId: 'c', to: 1 },
      { type: 'queue', trackId: 'p', at: 'end' },
      { type: 'move', trackId: 'p', to: 2 },
    ]);
  });

  it('ends the drag of a row that leaves the list under the hand', () => {
    vi.stubGlobal('requestAnimationFrame', () => 0);
    vi.stubGlobal('scrollBy', () => {});
    const { client, arrive } = show(aSlate(['a', 'b'], { yours: [aRow({ trackId: 'y' })] }));
    const grip = document.querySelector('[data-track-id="a"] [data-grip]') as HTMLElement;
    grip.setPointerCapture = () => {};
    const drag = (type: string, on: EventTarget, clientY = 0) =>
      fireEvent(on as Element, Object.assign(new MouseEvent(type, { bubbles: true, clientY }), { pointerId: 1 }));
    drag('pointerdown', grip);
    drag('pointermove', grip, 20);
    expect(screen.getByTestId('drop')).toBeTruthy();
    arrive(after(['b'], 'block'));
    drag('lostpointercapture', document, 20);
    expect(screen.queryByTestId('drop')).toBeNull();
    drag('pointerup', document.body, 20);
    expect(client.sent).toEqual([]);
    vi.unstubAllGlobals();
  });

  it('marks what plays next, and nothing else', () => {
    show(aSlate(['b'], { yours: [aRow({ trackId: 'a' })] }));
    expect(screen.getAllByText('Next').map((mark) => mark.closest('li')?.dataset['trackId'])).toEqual(['a']);
  });
});

/** jsdom has no PointerEvent. */
function pointer(type: string, pointerType: 'mouse' | 'touch'): Event {
  return Object.assign(new MouseEvent(type, { bubbles: true }), { pointerType });
}
