import { type RefObject, useEffect } from 'react';

/** What the arrows lead to within a row, in its order; an open menu has its own. */
const INNER = 'a[href], button:not([role="menuitem"])';

/**
 * A row is one stop of the Tab key: up and down lead from row to row, left and right along a row, Home and End to the
 * first and last row. Rows are found by `data-track-id` under `root`.
 */
export function useRowArrows(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const target = event.target as Element;
      const row = target.closest<HTMLElement>('[data-track-id]');
      if (!row || target.closest('[role="menu"]')) return;
      const next = along(row, target, event.key) ?? across(element, row, target, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    element.addEventListener('keydown', onKeyDown);
    return () => element.removeEventListener('keydown', onKeyDown);
  }, [root]);
}

const innerOf = (row: Element): HTMLElement[] => [...row.querySelectorAll<HTMLElement>(INNER)].filter(isDrawn);

/** A phone's style sheet hides some of them. jsdom has no `checkVisibility`. */
const isDrawn = (element: HTMLElement): boolean => element.checkVisibility?.() ?? true;

function along(row: Element, from: Element, key: string): HTMLElement | undefined {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (step === undefined) return undefined;
  const inner = innerOf(row);
  return inner[inner.indexOf(from as HTMLElement) + step];
}

/** The same place in another row, so that one can walk down a column. */
function across(root: Element, row: Element, from: Element, key: string): HTMLElement | undefined {
  const rows = [...root.querySelectorAll('[data-track-id]')];
  const at = rows.indexOf(row);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
  const other = to === undefined ? undefined : rows[to];
  if (!other || other === row) return undefined;
  const inner = innerOf(other);
  return inner[Math.min(inner.length - 1, innerOf(row).indexOf(from as HTMLElement))];
}
