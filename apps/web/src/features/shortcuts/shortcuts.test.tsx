// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShortcutsSwitch, useShortcuts } from './index.ts';
import { rememberedShortcuts } from './shortcuts.ts';

const NAMES = ['toggle', 'skip', 'previous', 'seekBy', 'like', 'hold', 'search', 'undo', 'redo', 'help'] as const;
type Actions = Parameters<typeof useShortcuts>[0];

function Page({ actions }: { readonly actions: Actions }) {
  useShortcuts(actions);
  return (
    <>
      <button type="button">press</button>
      <a href="/search">follow</a>
      <input aria-label="field" />
      <input aria-label="slide" type="range" />
      <ShortcutsSwitch />
    </>
  );
}

describe('the keyboard', () => {
  let actions: Record<(typeof NAMES)[number], ReturnType<typeof vi.fn>>;
  const asked = () => NAMES.filter((name) => actions[name].mock.calls.length > 0);
  const press = (key: string, on: Element = document.body, more: object = {}) => fireEvent.keyDown(on, { key, ...more });

  beforeEach(() => {
    actions = Object.fromEntries(NAMES.map((name) => [name, vi.fn()])) as never;
    render(<Page actions={actions as Actions} />);
  });
  afterEach(() => {
    cleanup();
    rememberedShortcuts.write(true);
  });

  it.each([
    [' ', {}, 'toggle'],
    ['n', {}, 'skip'],
    ['P', {}, 'previous'],
    ['ArrowLeft', {}, 'seekBy'],
    ['l', {}, 'like'],
    ['h', {}, 'hold'],
    ['/', {}, 'search'],
    ['?', { shiftKey: true }, 'help'],
    ['z', { ctrlKey: true }, 'undo'],
    ['z', { metaKey: true }, 'undo'],
    ['Z', { ctrlKey: true, shiftKey: true }, 'redo'],
    ['y', { ctrlKey: true }, 'redo'],
  ])('%j with %j does: %s', (key, more, name) => {
    press(key, document.body, more);
    expect(asked()).toEqual([name]);
  });

  it('does nothing in fields, sliders and on focused buttons, where a key means something already', () => {
    for (const target of [screen.getByLabelText('field'), screen.getByLabelText('slide')]) {
      press('n', target);
      press('z', target, { ctrlKey: true });
    }
    press(' ', screen.getByText('press'));
    press('n', screen.getByText('press'));
    expect(asked()).toEqual([]);
    // No button is pressed by Ctrl and Z: what the mouse has just done can be taken back at once.
    press('z', screen.getByText('press'), { ctrlKey: true });
    expect(asked()).toEqual(['undo']);
  });

  it('goes on while a link has the focus, which follows Enter alone', () => {
    const link = screen.getByText('follow');
    // Not let through to the browser, which would scroll the page.
    expect(press(' ', link)).toBe(false);
    press('n', link);
    expect(press('Enter', link)).toBe(true);
    expect(asked()).toEqual(['toggle', 'skip']);
  });

  it('does nothing while it is switched off', () => {
    fireEvent.click(screen.getByRole('checkbox', { name: 'Use these keys in this browser' }));
    press('n');
    expect(asked()).toEqual([]);
  });
});
