import type { TrackId } from '@segue/core/events';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { type DropPlace, dropPlace } from './drop-place.ts';

/** Under this a press of the grip is no drag, px. */
const SLACK = 4;
/** So near the edge of the window it scrolls, px, and at most so far in a frame. */
const EDGE = 72;
const SCROLL_STEP = 14;

interface Drag {
  readonly row: HTMLElement;
  readonly trackId: TrackId;
  readonly pointerId: number;
  /** Where the grip was taken, in the window, and how far the window had been scrolled. */
  readonly fromY: number;
  readonly fromScroll: number;
  y: number;
  isMoving: boolean;
  place: DropPlace | null;
}

/**
 * Rows that are dragged by their grip (`data-grip`), with a mouse, a pen or a finger, into a place of Yours next (the list
 * with `data-testid="yours"`; while it is empty, above the living list). Escape gives up. Returns where the row would drop.
 */
export function useDragRows(
  root: RefObject<HTMLElement | null>,
  onDrop: (trackId: TrackId, before: TrackId | null, atMs: number) => void,
): DropPlace | null {
  const [shown, setShown] = useState<DropPlace | null>(null);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });

  useEffect(() => {
    const element = root.current;
    if (!element) return;
    let drag: Drag | null = null;
    let frame = 0;

    /** The row follows the pointer, and the line shows where it would drop; what lies near the window's edge scrolls. */
    const follow = () => {
      if (!drag) return;
      const { row, y, fromY, fromScroll } = drag;
      row.style.transform = `translateY(${y - fromY + scrollY - fromScroll}px)`;
      const place = dropPlace(element, row, y);
      if (place?.top !== drag.place?.top || place?.before !== drag.place?.before) setShown(place);
      drag.place = place;
      const over = y < EDGE ? y - EDGE : y > innerHeight - EDGE ? y - innerHeight + EDGE : 0;
      if (over !== 0) scrollBy(0, Math.max(-1, Math.min(1, over / EDGE)) * SCROLL_STEP);
      frame = requestAnimationFrame(follow);
    };
    const end = (): Drag | null => {
      const ended = drag;
      drag = null;
      cancelAnimationFrame(frame);
      if (ended) {
        ended.row.style.transform = '';
        delete ended.row.dataset['dragged'];
      }
      setShown(null);
      return ended?.isMoving ? ended : null;
    };
    const onDown = (event: PointerEvent) => {
      const grip = (event.target as Element).closest?.<HTMLElement>('[data-grip]');
      const row = grip?.closest<HTMLElement>('[data-track-id]');
      if (!grip || !row || drag || event.button !== 0) return;
      grip.setPointerCapture(event.pointerId);
      const trackId = row.dataset['trackId'] as TrackId;
      const { pointerId, clientY: y } = event;
      drag = { row, trackId, pointerId, fromY: y, fromScroll: scrollY, y, isMoving: false, place: null };
    };
    const onMove = ({ pointerId, clientY }: PointerEvent) => {
      if (!drag || pointerId !== drag.pointerId) return;
      drag.y = clientY;
      if (drag.isMoving || Math.abs(clientY - drag.fromY) < SLACK) return;
      drag.isMoving = true;
      drag.row.dataset['dragged'] = 'true';
      follow();
    };
    const onUp = ({ pointerId, clientY, timeStamp }: PointerEvent) => {
      if (!drag || pointerId !== drag.pointerId) return;
      // A quick hand lets go before the next frame: where it let go counts.
      const place = dropPlace(element, drag.row, clientY);
      const ended = end();
      if (ended && place) latest.current(ended.trackId, place.before, timeStamp);
    };
    const onCancel = ({ pointerId }: PointerEvent) => {
      if (pointerId === drag?.pointerId) end();
    };
    // A touch may change its capture from the grip's icon to the grip: only a row that left the list ends its drag so.
    const onLost = (event: PointerEvent) => {
      if (drag?.row.isConnected === false) onCancel(event);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !drag) return;
      event.preventDefault();
      end();
    };
    // The focus stays where it is: a grip is for the pointer alone, and the row's menu moves it by keys.
    const onMouseDown = (event: MouseEvent) => {
      if ((event.target as Element).closest?.('[data-grip]')) event.preventDefault();
    };
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('mousedown', onMouseDown);
    // A row that leaves takes its grip along: what becomes of the pointer is told outside of the list then.
    addEventListener('pointerup', onUp);
    addEventListener('pointercancel', onCancel);
    addEventListener('lostpointercapture', onLost);
    document.addEventListener('keydown', onKey);
    return () => {
      end();
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('mousedown', onMouseDown);
      removeEventListener('pointerup', onUp);
      removeEventListener('pointercancel', onCancel);
      removeEventListener('lostpointercapture', onLost);
      document.removeEventListener('keydown', onKey);
    };
  }, [root]);

  return shown;
}
