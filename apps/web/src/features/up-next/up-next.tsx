'use client';

import type { Act, Slate, SlateRow, TrackCard, TrackId } from '@segue/core/events';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type LiveView, useLive, useLiveStore } from '../../live/index.ts';
import { dropActs } from './drop-acts.ts';
import type { DropPlace } from './drop-place.ts';
import { firstList, listReducer } from './list-state.ts';
import styles from './up-next.module.css';
import { UpNextList } from './up-next-list.tsx';
import { useDragRows } from './use-drag-rows.ts';
import { useHeldRow } from './use-held-row.ts';
import { useImpressions } from './use-impressions.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useRowArrows } from './use-row-arrows.ts';
import { useSetAside } from './use-set-aside.ts';
import { useTravel } from './use-travel.ts';

/** How long a row says that it moved. */
const MARKS_FADE_MS = 6_000;
/** Gestures that no hand made. */
const PLAYED: ReadonlySet<string> = new Set(['play', 'complete']);

interface UpNextProps {
  /** Tracks that the player holds and the list does not show. */
  readonly setAside: readonly TrackId[];
  readonly onPlay: (track: TrackCard, atMs: number) => void;
  /** What the listener did to a row, after it was sent: the player may hold that track. */
  readonly onActed?: (act: Act) => void;
  /** The living list's heading: where the focus goes that has no other place. */
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** The list that listens, as soon as there is one. */
export function UpNext(props: UpNextProps) {
  const { slate } = useLive();
  return slate ? <LiveList slate={slate} {...props} /> : <Waiting />;
}

/** Joins the live slate and the player to the rows. Its root is there from its first commit on: what listens on that looks for it once. */
function LiveList({ slate, setAside: ofPlayer, onPlay, onActed, heading }: UpNextProps & { readonly slate: Slate }) {
  const { connection, pending, held, putBack } = useLive();
  const setAside = useSetAside(ofPlayer, connection === 'live' && pending !== null);
  const store = useLiveStore();
  const root = useRef<HTMLElement>(null);
  const focused = useKeptFocus(root, heading);

  const isShown = (row: SlateRow) => !setAside.includes(row.track.trackId);
  const yours = slate.yours.filter(isShown);
  const rows = slate.rows.filter(isShown);
  const heard = slate.heard?.event ?? null;
  const order = [...yours, ...rows].map((row) => row.track.trackId);

  const [list, setList] = useState(() => firstList(order, heard));
  // Set while rendering, so that a new order and its marks are one commit: that commit is what is timed.
  const next = listReducer(list, {
    type: 'ordered',
    order,
    heard,
    byHand: slate.heard !== null && !PLAYED.has(slate.heard.type),
    focused: focused.current as TrackId | null,
  });
  if (next !== list) setList(next);

  const { change } = next;
  useEffect(() => {
    // No clean-up: the marks of one change fade in their own time, whatever comes after it.
    if (change > 0) setTimeout(() => setList((now) => listReducer(now, { type: 'faded', change })), MARKS_FADE_MS);
  }, [change]);

  const [sent, setSent] = useState(pending);
  if (pending !== null && pending !== sent) setSent(pending);

  useRowArrows(root);
  useHeldRow(root, setAside, store.keep);
  const arrived = useTravel(root, next.order);
  useImpressions(
    root,
    // Under a newer revision a held list still shows the rows of the one that it was frozen with.
    held === null ? slate : null,
    useCallback((act: Act) => store.act(act), [store]),
  );
  const onAct = useCallback(
    (act: Act, atMs: number, card?: TrackCard) => {
      store.act(act, { atMs, card });
      onActed?.(act);
    },
    [store, onActed],
  );

  const onPlace = useCallback(
    (trackId: TrackId, before: TrackId | null, atMs: number) => {
      const { slate, putBack } = store.view();
      const inYours = slate?.yours ?? [];
      const known = inYours.filter((row) => !isPutBack(row, putBack)).map((row) => row.track.trackId);
      const card = [...inYours, ...(slate?.rows ?? [])].find(({ track }) => track.trackId === trackId)?.track;
      for (const act of dropActs(known, trackId, before)) onAct(act, atMs, card);
    },
    [store, onAct],
  );
  const drop = useDragRows(root, onPlace);

  const { epoch, taste, view } = slate.revision;
  return (
    <section ref={root} className={styles['root']} aria-label="Up next">
      <UpNextList
        yours={yours}
        putBack={yours.filter((row) => isPutBack(row, putBack)).length}
        rows={rows}
        list={next}
        revision={`${epoch}.${taste}.${view}`}
        sent={sent}
        settled={arrived && pending === null}
        stale={connection === 'offline'}
        heading={heading}
        held={held}
        onHold={store.hold}
        onPlay={onPlay}
        onAct={onAct}
        onPlace={onPlace}
      />
      {drop && <DropLine {...drop} />}
    </section>
  );
}

/** It stands on top of Yours next by this page alone. */
const isPutBack = ({ track }: SlateRow, putBack: LiveView['putBack']): boolean =>
  putBack.some(({ card }) => card.trackId === track.trackId);

/** Where a dragged row would drop. */
function DropLine({ top }: Pick<DropPlace, 'top'>) {
  const line = useRef<HTMLDivElement>(null);
  // Through the style object: the page's policy allows no style in the HTML.
  useLayoutEffect(() => {
    if (line.current) line.current.style.top = `${top}px`;
  }, [top]);
  return (
    <div ref={line} className={styles['drop']} data-testid="drop" aria-hidden="true">
      <span>Yours next</span>
    </div>
  );
}

/** The first list is on its way. */
function Waiting() {
  return (
    <section className={styles['root']} aria-label="Up next">
      <p className={styles['empty']} role="status">
        Your list is on its way.
      </p>
    </section>
  );
}
