import type { TrackId } from '@segue/core/events';
import { type RefObject, useEffect, useRef } from 'react';
import type { LiveStore } from '../../live/index.ts';

/** A row under the pointer stays for this long after the pointer last moved. */
const POINTER_HOLDS_MS = 1_500;
/** On touch a row stays from the finger's touch until this long after it lifts. */
const TOUCH_HOLDS_MS = 300;

/**
 * Nothing moves under a hand: tells which row is under the pointer, a finger or the keyboard's focus, so that the others
 * move round it. Rows are found by `data-track-id` under `root`; `aside` are tracks of the slate that are not drawn.
 */
export function useHeldRow(root: RefObject<HTMLElement | null>, aside: readonly TrackId[], keep: LiveStore['keep']): void {
  const latest = useRef(aside);
  useEffect(() => {
    latest.current = aside;
  });
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** The row under the pointer or a finger, until its time is over. */
    let pointed: TrackId | undefined;
    const rowOf = (target: EventTarget | null): TrackId | undefined =>
      (target as Element | null)?.closest?.<HTMLElement>('[data-track-id]')?.dataset['trackId'] as TrackId | undefined;
    /** A pressed button keeps the focus of a mouse too: only a focus that is shown is a hand on the keyboard. */
    const underFocus = () => (element.querySelector(':focus-visible') ? rowOf(document.activeElement) : undefined);
    const tell = () => {
      const held = pointed ?? rowOf(element.querySelector('[data-dragged]')) ?? underFocus();
      keep(held ? { trackId: held, aside: latest.current } : null);
    };
    const hold = (trackId: TrackId | undefined, forMs?: number) => {
      clearTimeout(timer);
      pointed = trackId;
      tell();
      if (trackId && forMs !== undefined) timer = setTimeout(() => hold(undefined), forMs);
    };
    const onMove = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') hold(rowOf(event.target), POINTER_HOLDS_MS);
    };
    const onDown = (event: PointerEvent) => hold(rowOf(event.target), event.pointerType === 'mouse' ? POINTER_HOLDS_MS : undefined);
    const onUp = (event: PointerEvent) => {
      if (event.pointerType !== 'mouse') hold(rowOf(event.target), TOUCH_HOLDS_MS);
    };
    // A finger that lifts leaves too: it still holds for a moment.
    const onLeave = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') hold(undefined);
    };
    // The newest hand counts. A press moves the focus as well, and that one is not shown.
    const onFocusIn = () => {
      if (underFocus()) hold(undefined);
    };
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointerup', onUp);
    element.addEventListener('pointercancel', onUp);
    element.addEventListener('pointerleave', onLeave);
    element.addEventListener('focusin', onFocusIn);
    element.addEventListener('focusout', tell);
    return () => {
      clearTimeout(timer);
      keep(null);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointerup', onUp);
      element.removeEventListener('pointercancel', onUp);
      element.removeEventListener('pointerleave', onLeave);
      element.removeEventListener('focusin', onFocusIn);
      element.removeEventListener('focusout', tell);
    };
  }, [root, keep]);
}
