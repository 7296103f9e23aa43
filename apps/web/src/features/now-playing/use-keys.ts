import { useEffect } from 'react';

interface Keys {
  readonly onToggle: () => void;
  readonly onSkip: (atMs: number) => void;
}

/** Where a key already means something: fields, sliders, menus, and whatever a key would press. */
const TAKEN = 'input, textarea, select, button, a, summary, [role="menu"], [role="slider"], [contenteditable="true"]';

/** Space plays and pauses, N skips, anywhere but where the key already means something. */
export function useKeys({ onToggle, onSkip }: Keys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(TAKEN)) return;
      if (event.key === ' ') onToggle();
      else if (event.key === 'n' || event.key === 'N') onSkip(event.timeStamp);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onToggle, onSkip]);
}
