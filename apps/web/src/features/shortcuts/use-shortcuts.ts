'use client';

import { useEffect, useRef } from 'react';
import { actionOf, rememberedShortcuts, type ShortcutActions } from './shortcuts.ts';

/** Where text is written or a value is set, every key belongs to that. */
const FIELDS = 'input, textarea, select, [role="menu"], [role="slider"], [contenteditable="true"], dialog';
/** What a plain key would press. A link is not among them: it follows Enter alone, which means nothing else. */
const PRESSED = 'button, summary';

/** Obeys the keyboard anywhere on the page but where a key already means something. While `muted` a key does nothing at all. */
export function useShortcuts(actions: ShortcutActions, { muted = false } = {}): void {
  const latest = useRef({ actions, muted });
  useEffect(() => {
    latest.current = { actions, muted };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || !rememberedShortcuts.read()) return;
      const taken = event.ctrlKey || event.metaKey ? FIELDS : `${FIELDS}, ${PRESSED}`;
      if (event.target instanceof Element && event.target.closest(taken)) return;
      const action = actionOf(event, latest.current.actions);
      if (!action) return;
      event.preventDefault();
      if (!latest.current.muted) action();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
