'use client';

import type { Slate } from '@segue/core/events';
import { createSegue } from '@segue/sdk';
import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { afterPaint } from './after-paint.ts';
import { createVisitKeeper } from './kept-visit.ts';
import type { LiveClient } from './live-client.ts';
import { createLiveStore, type LiveStore, type LiveView } from './live-store.ts';

const LiveContext = createContext<{ readonly store: LiveStore; readonly first: LiveView } | null>(null);

interface LiveProviderProps {
  /** The slate of the first HTML; null when the api gave none. */
  readonly initial: Slate | null;
  /** Tests bring their own, and keep nothing; pages take the SDK. */
  readonly client?: LiveClient;
  readonly children: ReactNode;
}

/** Connects the page to its live list, for as long as the page lives. */
export function LiveProvider({ initial, client, children }: LiveProviderProps) {
  const [live] = useState(() => {
    const chosen = client ?? createSegue();
    if (initial) chosen.setInitialSlate(initial);
    const keeper = client ? null : createVisitKeeper();
    const store = createLiveStore({ client: chosen, afterPaint, hidden: () => document.hidden, whenShown, keeper });
    // The server draws from the same view that hydration starts from; nothing connects before the effect below.
    return { store, first: store.view() };
  });
  useEffect(() => live.store.open(), [live]);
  return (
    <LiveContext value={live}>
      {children}
      <Committed />
    </LiveContext>
  );
}

/** What the page knows right now. */
export function useLive(): LiveView {
  const { store, first } = useLiveContext();
  return useSyncExternalStore(store.subscribe, store.drawn, () => first);
}

/** The slate on the screen alone: what draws nothing else is not drawn again for every ack and count. */
export function useLiveSlate(): LiveView['slate'] {
  const { store, first } = useLiveContext();
  return useSyncExternalStore(
    store.subscribe,
    () => store.drawn().slate,
    () => first.slate,
  );
}

/** The live list's verbs; the same object for the life of the page. */
export function useLiveStore(): LiveStore {
  return useLiveContext().store;
}

function whenShown(listener: () => void): () => void {
  const onChange = () => {
    if (!document.hidden) listener();
  };
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}

/** Stands after everything that draws the slate, so that its effect runs when all of it is in the page. */
function Committed() {
  const slate = useLiveSlate();
  const store = useLiveStore();
  useLayoutEffect(() => {
    if (slate) store.committed(slate);
  }, [slate, store]);
  return null;
}

function useLiveContext() {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive needs a LiveProvider above it');
  return live;
}
