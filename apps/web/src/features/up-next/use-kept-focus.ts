import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** What Tab stops at in a row, in its order. */
const STOPS = 'a[href], button:not([tabindex="-1"])';

/**
 * When the row that has the keyboard's focus goes, the focus goes to the row that takes its place, else to the last,
 * else to `heading`. Call it in the component that draws the lists; rows are found by `data-track-id`, lists are `<ol>`.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>, heading: RefObject<HTMLElement | null>): RefObject<string | null> {
  const focused = useRef<string | null>(null);
  const last = useRef<{ readonly row: Element; readonly list: Element; readonly place: number } | null>(null);

  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const onFocus = ({ target }: FocusEvent) => {
      const row = (target as Element).closest<HTMLElement>('[data-track-id]');
      focused.current = row?.dataset['trackId'] ?? null;
      const list = row?.closest('ol');
      last.current = row && list ? { row, list, place: [...list.children].indexOf(row) } : null;
    };
    // A node that React takes away may lose its focus first: only a focus that went elsewhere is forgotten.
    const onBlur = ({ relatedTarget }: FocusEvent) => {
      if (!relatedTarget || element.contains(relatedTarget as Node)) return;
      focused.current = null;
      last.current = null;
    };
    const onPointerDown = (event: PointerEvent) => {
      if (!element.contains(event.target as Node)) last.current = null;
    };
    element.addEventListener('focusin', onFocus);
    element.addEventListener('focusout', onBlur);
    document.addEventListener('pointerdown', onPointerDown);
    return () => {
      element.removeEventListener('focusin', onFocus);
      element.removeEventListener('focusout', onBlur);
      document.removeEventListener('pointerdown', onPointerDown);
    };
  }, [root]);

  useLayoutEffect(() => {
    const gone = last.current;
    // As long as it stands, the others may change its place round it.
    if (gone?.row.isConnected) last.current = { ...gone, place: [...gone.list.children].indexOf(gone.row) };
    if (!gone || gone.row.isConnected || (document.activeElement && document.activeElement !== document.body)) return;
    last.current = null;
    const rows = gone.list.isConnected ? gone.list.children : [];
    const row = rows[Math.min(gone.place, rows.length - 1)];
    (row?.querySelector<HTMLElement>(STOPS) ?? heading.current)?.focus({ preventScroll: true });
  });

  return focused;
}
