import type { Slate, TrackId } from '@segue/core/events';
import { type RefObject, useEffect, useState } from 'react';
import { askMap, askMiddle } from './ask-map.ts';
import type { SoundMap } from './sound-map.ts';
import { rememberedVisit, type Visit, visitAt, withStep } from './visit.ts';

export type MapState = { readonly status: 'waiting' | 'failed' } | { readonly status: 'drawn'; readonly map: SoundMap };

/** The ring stands in the middle of what would play: so many rows of the list. */
const ROWS_ROUND = 10;

/**
 * The map, once it is in view, and this visit: where it began, and where the listener stood after each gesture that was
 * heard. A map that nobody sees is not asked for.
 */
export function useSoundMap(
  frame: RefObject<Element | null>,
  slate: Slate | null,
): { readonly state: MapState; readonly visit: Visit | null } {
  const [state, setState] = useState<MapState>({ status: 'waiting' });
  const [visit, setVisit] = useState<Visit | null>(null);
  const inView = useInView(frame);
  const heard = slate?.heard?.event ?? null;
  const { map } = state as { readonly map?: SoundMap };

  // What an earlier page of this tab kept is known to the browser alone: the first HTML cannot show it.
  useEffect(() => {
    if (!slate) return;
    const kept = rememberedVisit.read();
    const now = visitAt(kept, slate);
    if (now !== kept) rememberedVisit.write(now);
    setVisit(now);
  }, [slate]);

  // Tried again with the next gesture if it failed.
  useEffect(() => {
    if (!inView || map) return;
    const given = new AbortController();
    askMap(given.signal)
      .then((drawn) => setState({ status: 'drawn', map: drawn }))
      .catch(() => !given.signal.aborted && setState({ status: 'failed' }));
    return () => given.abort();
  }, [inView, map, heard]);

  const around = slate ? aroundOf(slate).join() : '';
  useEffect(() => {
    if (!inView || !map || around === '') return;
    const given = new AbortController();
    askMiddle(around.split(',') as TrackId[], given.signal)
      .then((vector) => {
        const before = rememberedVisit.read();
        if (given.signal.aborted || !before || !vector) return;
        const now = withStep(before, { event: heard, vector });
        rememberedVisit.write(now);
        setVisit(now);
      })
      // The ring stays where it was; the next order asks again.
      .catch(() => {});
    return () => given.abort();
  }, [inView, map, heard, around]);

  return { state, visit };
}

/** The first rows that the model placed: chance and variety say nothing of the listener. */
function aroundOf({ rows }: Slate): readonly TrackId[] {
  const placed = rows.filter((row) => row.placedBy === 'model');
  return (placed.length > 0 ? placed : rows).slice(0, ROWS_ROUND).map(({ track }) => track.trackId);
}

function useInView(element: RefObject<Element | null>): boolean {
  const [inView, setInView] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    if (typeof IntersectionObserver === 'undefined') return setInView(true);
    const observer = new IntersectionObserver((entries) => setInView(entries.at(-1)?.isIntersecting === true));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return inView;
}
