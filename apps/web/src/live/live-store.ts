import type { Act, EventId, Revision, Slate, TrackCard, TrackId } from '@segue/core/events';
import type { ClientState, LiveClient, Tune } from './live-client.ts';

/** What the pages draw: the client's state, the slate that is on the screen, and the last measured paint. */
export interface LiveView extends Omit<ClientState, 'slate'> {
  /** What is on the screen: the preview while a slider is dragged, else the newest slate. */
  readonly slate: Slate | null;
  /** The last of the listener's gestures whose new list was seen, and how long that took, ms. */
  readonly lastPaint: { readonly event: EventId; readonly tookMs: number } | null;
  /** The last gesture that was sent from this page and is not in a slate yet. */
  readonly pending: EventId | null;
}

export interface ActOptions {
  /** The input's own `event.timeStamp`: absent when no hand was in it, and then nothing is measured. */
  readonly atMs?: number | undefined;
  /** The row's card, for a track that the list may not hold: a search result. */
  readonly card?: TrackCard | undefined;
}

export interface LiveStore {
  view(): LiveView;
  subscribe(listener: () => void): () => void;
  /** Sends what the listener did. Returns the event's id, which an undo names. */
  act(act: Act, options?: ActOptions): EventId;
  /** Shows the list under other sliders without teaching anything. The newest call wins. */
  preview(tune: Tune): void;
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
}

/** A preview that nothing newer replaced goes after this long. */
const PREVIEW_OUTLIVES_MS = 2_000;
/** Gestures whose paint is awaited; one that old will not be measured any more. */
const MAX_STAMPS = 64;

/** Joins the SDK to the pages: previews, where a gesture was made, and how long it took to be seen. */
export function createLiveStore({ client, afterPaint, hidden }: LiveStoreDeps): LiveStore {
  const listeners = new Set<() => void>();
  const stamps = new Map<EventId, { readonly atMs: number; readonly live: boolean }>();
  let previewed: Slate | null = null;
  let wanted: Tune | null = null;
  let asking = false;
  let previewEnd: ReturnType<typeof setTimeout> | undefined;
  let lastPaint: LiveView['lastPaint'] = null;
  let pending: { readonly event: EventId; readonly from: Revision | undefined } | null = null;
  let view = viewOf();

  function viewOf(): LiveView {
    const { connection, waiting, slate, refused, degraded, teaching } = client.state();
    if (pending && isAnswered(pending)) pending = null;
    return { connection, waiting, slate: previewed ?? slate, refused, degraded, teaching, lastPaint, pending: pending?.event ?? null };
  }

  /** A slate says which event it heard last; where several came at once, that it is newer and nothing waits must do. */
  function isAnswered({ event, from }: NonNullable<typeof pending>): boolean {
    const { slate, waiting, refused } = client.state();
    if (slate?.heard?.event === event || refused.some((one) => one.event === event)) return true;
    return waiting === 0 && slate !== null && (!from || !sameRevision(slate.revision, from));
  }

  function changed(): void {
    view = viewOf();
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

  function keep(event: EventId, atMs: number | undefined): void {
    pending = { event, from: client.state().slate?.revision };
    if (atMs === undefined) return;
    stamps.set(event, { atMs, live: client.state().connection === 'live' });
    for (const oldest of stamps.keys()) if (stamps.size > MAX_STAMPS) stamps.delete(oldest);
  }

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    act(act, { atMs, card } = {}) {
      const slate = view.slate;
      const rank = slate && 'trackId' in act ? rankOf(slate, act.trackId) : undefined;
      if (act.type === 'tune') {
        // What the drag showed stays until the slate that the release causes takes its place.
        wanted = null;
        clearTimeout(previewEnd);
        previewEnd = setTimeout(() => {
          endPreview();
          changed();
        }, PREVIEW_OUTLIVES_MS);
      } else if (previewed && !isSilent(act)) endPreview();
      const shown = slate && { ...slate.revision, ...(rank !== undefined && { rank }) };
      const { event } = client.gesture(act, { ...(shown && { shown }), ...(card && { card }) });
      if (!isSilent(act)) keep(event, atMs);
      changed();
      return event;
    },
    preview(tune) {
      wanted = tune;
      if (!asking) void ask();
    },
    committed(slate) {
      const event = slate.heard?.event;
      const stamp = event && stamps.get(event);
      if (!event || !stamp) return;
      stamps.delete(event);
      // A hidden tab draws nothing until it is shown: what is measured then is how long nobody looked.
      const unseen = hidden();
      afterPaint((nowMs) => {
        // What waited for the network says nothing about how fast the list answers: it is reported, and not shown.
        if (stamp.live && !unseen) lastPaint = { event, tookMs: nowMs - stamp.atMs };
        client.painted({
          event,
          revision: slate.revision,
          gestureToPaintMs: nowMs - stamp.atMs,
          paintedAtMs: Date.now(),
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
      client.connect();
      changed();
      return () => {
        stop();
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

const isSilent = (act: Act): boolean => act.type === 'impression' || act.type === 'seek';
const sameRevision = (a: Revision, b: Revision): boolean => a.epoch === b.epoch && a.taste === b.taste && a.view === b.view;
