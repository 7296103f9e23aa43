import type { TrackId } from '@segue/core/events';

/** Where a dragged row would drop. */
export interface DropPlace {
  /** The row of Yours next that would stand after it; null for the end. */
  readonly before: TrackId | null;
  /** Where the line is drawn, px from the root's upper edge. */
  readonly top: number;
}

/** Above the living list by so much still counts as dropped into Yours next, while that is empty, px. */
const ABOVE = 24;

/**
 * The place in Yours next that is nearest to `y` (in the window); null where there is none, which takes nothing from the
 * living list. Rows of Yours next can be dropped nowhere else, and keep to its ends.
 */
export function dropPlace(root: HTMLElement, dragged: HTMLElement, y: number): DropPlace | null {
  const edge = root.getBoundingClientRect().top;
  const yours = root.querySelector('[data-testid="yours"]');
  const isMine = yours?.contains(dragged) === true;
  if (!yours) {
    const list = root.querySelector('[data-testid="list"]')?.getBoundingClientRect();
    return list && y < list.top + ABOVE ? { before: null, top: list.top - edge } : null;
  }
  const box = yours.getBoundingClientRect();
  if (!isMine && y > box.bottom + ABOVE) return null;
  const others = [...yours.querySelectorAll<HTMLElement>('[data-track-id]')].filter((row) => row !== dragged);
  const next = others.find((row) => {
    const { top, height } = row.getBoundingClientRect();
    return y < top + height / 2;
  });
  if (!next) return { before: null, top: box.bottom - edge };
  return { before: next.dataset['trackId'] as TrackId, top: next.getBoundingClientRect().top - edge };
}
