import { type RefObject, useLayoutEffect, useRef } from 'react';

const GLIDE_MS = 260;
const EASE_OUT = 'cubic-bezier(0.2, 0.8, 0.2, 1)';

/**
 * Lets a drawing glide from where what is in it stood to where it stands now, from wherever it is on the way. The whole
 * drawing is what moves: the screen does that by itself, where a step inside an SVG is a layout of the page.
 *
 * @param at percent of the drawing's width and height
 * @param isFree false while a hand has it: then it is where the hand is
 */
export function useGlide(at: { readonly x: number; readonly y: number }, isFree: boolean): RefObject<SVGSVGElement | null> {
  const drawing = useRef<SVGSVGElement>(null);
  const before = useRef(at);
  const moving = useRef<Animation | null>(null);
  const { x, y } = at;

  useLayoutEffect(() => {
    const element = drawing.current;
    const from = before.current;
    before.current = { x, y };
    if (!element || typeof element.animate !== 'function' || (from.x === x && from.y === y)) return;
    const under = moving.current?.playState === 'running' ? new DOMMatrixReadOnly(getComputedStyle(element).transform) : null;
    moving.current?.cancel();
    moving.current = null;
    if (!isFree || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const by = `translate(calc(${from.x - x}% + ${under?.m41 ?? 0}px), calc(${from.y - y}% + ${under?.m42 ?? 0}px))`;
    moving.current = element.animate({ transform: [by, 'none'] }, { duration: GLIDE_MS, easing: EASE_OUT });
  }, [x, y, isFree]);

  return drawing;
}
