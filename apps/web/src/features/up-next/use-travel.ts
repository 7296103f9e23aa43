import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

const TRAVEL_MS = 260;
const FADE_MS = 120;
const EASE_OUT = 'cubic-bezier(0.2, 0.8, 0.2, 1)';

/**
 * Rows travel from where they stood to where they stand now. What is on its way is turned round from where it is, never
 * queued; only rows in view move; with reduced motion the changed ones cross-fade. Returns whether all have arrived.
 * `order` is any value that is new when the order is.
 */
export function useTravel(root: RefObject<HTMLElement | null>, order: unknown): boolean {
  const places = useRef(new Map<string, number>());
  const moving = useRef(new Map<string, Animation>());
  const [arrived, setArrived] = useState(true);

  // `order` is what the effect waits for.
  useLayoutEffect(() => {
    const list = root.current;
    if (!list || typeof list.animate !== 'function') return;
    const reduced = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const before = places.current;
    const after = new Map<string, number>();
    const starts: { readonly row: HTMLElement; readonly id: string; readonly by: number }[] = [];
    const top = list.getBoundingClientRect().top;

    // Everything is read before anything is written: one layout for the whole list.
    for (const row of list.querySelectorAll<HTMLElement>('[data-track-id]')) {
      const id = row.dataset['trackId'] ?? '';
      // From the root's edge, so that a row travels from one list to the other too.
      const place = row.offsetTop + (row.parentElement?.offsetTop ?? 0);
      after.set(id, place);
      const old = before.get(id);
      if (before.size === 0 || old === place) continue;
      const under = moving.current.has(id) ? new DOMMatrixReadOnly(getComputedStyle(row).transform).m42 : 0;
      const by = old === undefined ? 0 : old + under - place;
      const inView = (y: number) => top + y < innerHeight && top + y + row.offsetHeight > 0;
      if (inView(place) || (old !== undefined && inView(old))) starts.push({ row, id, by });
    }
    places.current = after;

    for (const { row, id, by } of starts) {
      moving.current.get(id)?.cancel();
      const fade = reduced || by === 0;
      // Those that rise pass over those that fall. Not in the animation: with it every frame would be the page's own to draw.
      row.style.zIndex = !fade && by > 0 ? '1' : '';
      const animation = row.animate(fade ? { opacity: [0, 1] } : { transform: [`translateY(${by}px)`, 'none'] }, {
        duration: fade ? FADE_MS : TRAVEL_MS,
        easing: EASE_OUT,
      });
      moving.current.set(id, animation);
      const done = () => {
        if (moving.current.get(id) === animation) {
          moving.current.delete(id);
          row.style.zIndex = '';
        }
        if (moving.current.size === 0) setArrived(true);
      };
      animation.onfinish = done;
      animation.oncancel = done;
    }
    if (starts.length > 0) setArrived(false);
  }, [root, order]);

  return arrived;
}
