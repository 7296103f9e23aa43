import type { Act, EventId, Revision, Slate, TrackCard, TrackId } from '@segue/core/events';
import type { KeptRow } from './held-list.ts';
import type { VisitKeeper } from './kept-visit.ts';
import type { ClientState, GestureDetails, LiveClient, Tune } from './live-client.ts';
import { OnScreen } from './on-screen.ts';
import type { LeftAt } from './put-back.ts';
import { Visit, type VisitView } from './visit.ts';

/** What the pages draw: the client's state, the slate that is on the screen, and the last measured paint. */
export interface LiveView extends Omit<ClientState, 'slate' | 'unheard'>, VisitView {
  /** What is on the screen: the preview while a slider is dragged, else the newest slate. */
  readonly slate: Slate | null;
  /** The last of the listener's gestures whose new list was seen, and how long that took, ms. */
  readonly lastPaint: { readonly event: EventId; readonly tookMs: number } | null;
  /** The last gesture that was sent from this page and is not in a slate yet. */
  readonly pending: EventId | null;
  /** How many of the listener's changes wait behind a list that they hold; null when nothing is held. */
  readonly held: number | null;
}

/** The slate that a gesture was made from, and the row in it. */
export type Shown = NonNullable<GestureDetails['shown']>;

export interface ActOptions {
  /** The input's own `event.timeStamp`: absent when no hand was in it, and then nothing is measured. */
  readonly atMs?: number | undefined;
  /** The row's card, for a track that the list may not hold: a search result. */
  readonly card?: TrackCard | undefined;
  /** Where the player left the track that is skipped. */
  readonly left?: LeftAt | undefined;
  /** The list that it was chosen from, where newer ones may have come since; what is on the screen if left out. */
  readonly shown?: Shown | undefined;
  /** The first undo of those that take one step back. */
  readonly step?: EventId | undefined;
}

export interface LiveStore {
  view(): LiveView;
  /** What the page draws: the view, or the last one before the tab was hidden, whatever else makes it draw meanwhile. */
  drawn(): LiveView;
  subscribe(listener: () => void): () => void;
  /** Calls back on every change of the view, in a hidden tab too. */
  watch(listener: () => void): () => void;
  /** What a gesture on a track would be made from right now. */
  shownNow(trackId: TrackId): Shown | undefined;
  /** Sends what the listener did. Returns the event's id, which an undo names. */
  act(act: Act, options?: ActOptions): EventId;
  /** Takes back the last step of this visit that stands: what one sentence spoke of; false when there is none. */
  undo(atMs?: number): boolean;
  /** Does again the step that was taken back last; false when there is nothing. */
  redo(atMs?: number): boolean;
  /** Takes these back as one step, the newest first; of undos, that does again what they took back. */
  takeBack(events: readonly EventId[], atMs?: number): void;
  /** The track that plays next, which nothing but the listener changes any more; null when it may still change. */
  settle(next: TrackId | null): void;
  /** Shows the list under other sliders without teaching anything; null shows the real one again. The newest call wins. */
  preview(tune: Tune | null): void;
  /** Freezes the list as it stands, or lets what waits come. */
  hold(on: boolean): void;
  /** Keeps one row where it is while a hand is on it; null lets it go. */
  keep(row: KeptRow | null): void;
  /** The slate on the screen has just been committed to the page. */
  committed(slate: Slate): void;
  /** Connects, for as long as the page lives: what is undone is only this page's looking. */
  open(): () => void;
}

export interface LiveStoreDeps {
  readonly client: LiveClient;
  /** Calls back when the frame with what was just committed has been handed to the screen, with `performance.now()`. */
  readonly afterPaint: (listener: (nowMs: number) => void) => void;
  readonly hidden: () => boolean;
  /** Calls back each time the page is looked at again; returns the undo. */
  readonly whenShown: (listener: () => void) => () => void;
  /** Null keeps nothing beyond this page. */
  readonly keeper?: VisitKeeper | null;
}

/** A preview that nothing newer replaced goes after this long. */
const PREVIEW_OUTLIVES_MS = 2_000;
/** Gestures whose paint is awaited; one that old will not be measured any more. */
const MAX_STAMPS = 64;

/** Joins the SDK to the pages: previews, where a gesture was made, and how long it took to be seen. */
export function createLiveStore({ client, afterPaint, hidden, whenShown, keeper = null }: LiveStoreDeps): LiveStore {
  const listeners = new Set<() => void>();
  const watchers = new Set<() => void>();
  const stamps = new Map<EventId, { readonly atMs: number; readonly live: boolean }>();
  let previewed: Slate | null = null;
  let wanted: Tune | null = null;
  let asking = false;
  let previewEnd: ReturnType<typeof setTimeout> | undefined;
  let lastPaint: LiveView['lastPaint'] = null;
  let undrawn = false;
  const screen = new OnScreen();
  const visit = new Visit({ first: client.state().slate, keeper, nameOf: (event) => client.eventOf(event) });
  const { stack } = visit;
  let refusals = client.state().refused;
  let view = viewOf(null);
  let drawn = view;

  function viewOf(seen: Slate | null): LiveView {
    const { connection, waiting, slate, unheard, refused, degraded, teaching } = client.state();
    const newest = previewed ?? slate;
    visit.heard(slate);
    const shown = newest && screen.show(seen, newest, stack.now.putBack, client.state());
    return {
      connection,
      waiting,
      slate: shown,
      refused,
      degraded,
      teaching,
      lastPaint,
      pending: unheard.at(-1) ?? null,
      held: screen.held,
      ...visit.view(),
    };
  }

  function hearRefusals(): void {
    const { refused } = client.state();
    for (const { event, act } of refused.filter((one) => !refusals.includes(one))) {
      const name = client.eventOf(event);
      const isIt = (other: EventId): boolean => client.eventOf(other) === name;
      screen.refused(isIt, stack.refused(act, isIt));
    }
    refusals = refused;
  }

  function changed(): void {
    hearRefusals();
    view = viewOf(view.slate);
    visit.keepSoon();
    for (const watcher of watchers) watcher();
    // A tab that nobody looks at draws nothing; the player reads the view all the same.
    undrawn = hidden();
    if (undrawn) return;
    drawn = view;
    for (const listener of listeners) listener();
  }

  function endPreview(): void {
    clearTimeout(previewEnd);
    wanted = null;
    previewed = null;
  }

  async function ask(): Promise<void> {
    asking = true;
    while (wanted) {
      const tune = wanted;
      const slate = await client.preview(tune).catch(() => null);
      if (wanted === null) break;
      if (slate) previewed = slate;
      if (wanted === tune) wanted = null;
      changed();
    }
    asking = false;
  }

  function stamp(event: EventId, atMs: number): void {
    stamps.set(event, { atMs, live: client.state().connection === 'live' });
    for (const oldest of stamps.keys()) if (stamps.size > MAX_STAMPS) stamps.delete(oldest);
  }

  function shownNow(trackId: TrackId | null): Shown | undefined {
    const { slate } = view;
    const rank = slate && trackId !== null ? rankOf(slate, trackId) : undefined;
    return slate ? { ...slate.revision, ...(rank !== undefined && { rank }) } : undefined;
  }

  function act(act: Act, { atMs, card, left, shown = shownNow('trackId' in act ? act.trackId : null), step }: ActOptions = {}): EventId {
    const slate = view.slate;
    if (act.type === 'tune') {
      // What the drag showed stays until the slate that the release causes takes its place.
      wanted = null;
      clearTimeout(previewEnd);
      previewEnd = setTimeout(() => {
        endPreview();
        changed();
      }, PREVIEW_OUTLIVES_MS);
    } else if (previewed && !isSilent(act)) endPreview();
    const { event } = client.gesture(act, { ...(shown && { shown }), ...(card && { card }) });
    screen.heard(event, stack.meantBy(act));
    stack.did(event, act, { title: titleOf(act, slate, card ?? left?.card), left, step });
    if (!isSilent(act) && atMs !== undefined) stamp(event, atMs);
    changed();
    return event;
  }

  function takeBack(events: readonly EventId[], atMs?: number): boolean {
    let step: EventId | undefined;
    for (const event of events.toReversed()) {
      const undo = act({ type: 'undo', event }, { atMs, step });
      step ??= undo;
    }
    return events.length > 0;
  }

  return {
    view: () => view,
    drawn: () => drawn,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    shownNow,
    act,
    undo: (atMs) => takeBack(stack.next, atMs),
    redo: (atMs) => takeBack(stack.nextRedo, atMs),
    takeBack,
    settle(next) {
      screen.settle(next, view.slate?.rows ?? []);
    },
    preview(tune) {
      if (tune === null) {
        endPreview();
        changed();
        return;
      }
      wanted = tune;
      if (!asking) void ask();
    },
    hold(on) {
      if (on === (screen.held !== null)) return;
      screen.hold(on ? view.slate : null);
      changed();
    },
    keep(row) {
      screen.keep(row);
      if (row === null) changed();
    },
    committed(slate) {
      const event = slate.heard?.event;
      const made = event && stamps.get(event);
      if (!event || !made) return;
      stamps.delete(event);
      // A hidden tab draws nothing until it is shown: what is measured then is how long nobody looked.
      // A list that is held shows the new order when it is let go.
      const unseen = hidden() || screen.held !== null;
      afterPaint((nowMs) => {
        // What waited for the network says nothing about how fast the list answers: it is reported, and not shown.
        if (made.live && !unseen) lastPaint = { event, tookMs: nowMs - made.atMs };
        client.painted({
          event,
          revision: slate.revision,
          gestureToPaintMs: nowMs - made.atMs,
          delayed: unseen,
        });
        changed();
      });
    },
    open() {
      let revision: Revision | undefined = client.state().slate?.revision;
      const stop = client.subscribe(() => {
        const next = client.state().slate?.revision;
        // Another revision than the one that the drag began on: the real list is there again.
        if (next && revision && !sameRevision(next, revision) && !wanted) endPreview();
        revision = next;
        changed();
      });
      const unwatch = whenShown(() => undrawn && changed());
      const closeVisit = visit.open(client.state().slate, changed);
      client.connect();
      changed();
      return () => {
        stop();
        unwatch();
        closeVisit();
        clearTimeout(previewEnd);
      };
    },
  };
}

/** The row of a track as the slate shows it, from 0: Yours next first, then the list. */
export function rankOf(slate: Slate, trackId: TrackId): number | undefined {
  const rank = [...slate.yours, ...slate.rows].findIndex((row) => row.track.trackId === trackId);
  return rank === -1 ? undefined : rank;
}

/** The name of what an act speaks of, as far as the page knows it. */
function titleOf(act: Act, slate: Slate | null, card: TrackCard | undefined): string | null {
  const rows = slate ? [...slate.yours, ...slate.rows] : [];
  if (act.type === 'block' && act.subject.kind === 'artist') {
    const { id } = act.subject;
    return (card ?? rows.find(({ track }) => track.artistId === id)?.track)?.artist ?? null;
  }
  const trackId = act.type === 'block' ? act.subject.id : 'trackId' in act ? act.trackId : null;
  return (card ?? rows.find(({ track }) => track.trackId === trackId)?.track)?.title ?? null;
}

/** Whether an act never changes the list. */
export const isSilent = (act: Act): boolean => act.type === 'impression' || act.type === 'seek';
const sameRevision = (a: Revision, b: Revision): boolean => a.epoch === b.epoch && a.taste === b.taste && a.view === b.view;
