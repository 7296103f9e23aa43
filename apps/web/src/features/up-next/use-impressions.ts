import type { ActOf, Slate, TrackId } from '@segue/core/events';
import { type RefObject, useEffect, useRef } from 'react';
import { impressionOf, SEEN_AFTER_MS, SEEN_SHARE } from './impressions.ts';

/**
 * Tells which rows of a slate were seen, once a slate: a second after the slate has come to rest. A list that changes
 * sooner was not read. Rows are found by `data-track-id` under `root`.
 */
export function useImpressions(root: RefObject<HTMLElement | null>, slate: Slate | null, tell: (act: ActOf<'impression'>) => void): void {
  const told = useRef(new Set<string>());
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    if (!slate || !root.current || typeof IntersectionObserver === 'undefined') return;
    const { epoch, taste, view } = slate.revision;
    const name = `${epoch}.${taste}.${view}`;
    if (told.current.has(name)) return;
    const inView = new Set<TrackId>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, intersectionRatio } of entries) {
          const id = (target as HTMLElement).dataset['trackId'] as TrackId;
          if (intersectionRatio >= SEEN_SHARE) inView.add(id);
          else inView.delete(id);
        }
      },
      { threshold: SEEN_SHARE },
    );
    for (const row of root.current.querySelectorAll('[data-track-id]')) observer.observe(row);
    const timer = setTimeout(() => {
      const act = document.hidden ? null : impressionOf(slate, inView);
      observer.disconnect();
      if (!act) return;
      told.current = new Set([name]);
      latest.current(act);
    }, SEEN_AFTER_MS);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [root, slate]);
}
