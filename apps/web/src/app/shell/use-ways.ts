import { usePathname, useRouter } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { useLive, useLiveStore } from '../../live/index.ts';
import { pageOpenedBy } from './pages.ts';
import { isReachable } from './reachable.ts';

export interface Ways {
  /** Opens a page if it can be had, and says so if not. */
  readonly go: (path: string) => void;
  /** The page that was asked for and cannot be fetched; null where none is. */
  readonly missing: string | null;
  /** Listen was asked for without network: all that it shows is in this window already. */
  readonly listensHere: boolean;
}

/**
 * The ways to the other pages while nothing can be fetched. Next would leave them to the browser, whose error page takes the
 * place of the app, and the music with it: so a press that leads to a page is looked at before Next sees it.
 */
export function useWays(): Ways {
  const router = useRouter();
  const store = useLiveStore();
  const path = usePathname();
  const { connection } = useLive();
  const [missing, setMissing] = useState<string | null>(null);
  const [here, setHere] = useState(false);

  const isAway = useCallback(() => navigator.onLine === false || store.view().connection === 'offline', [store]);
  const goAway = useCallback(
    async (to: string) => {
      if (to === '/') {
        setMissing(null);
        if (location.pathname === '/') return scrollTo({ top: 0 });
        setHere(true);
        scrollTo({ top: 0 });
        history.pushState({ listensHere: true }, '', '/');
        return;
      }
      // The list may be out of reach while pages are not.
      if (navigator.onLine !== false && (await isReachable(to))) router.push(to);
      else setMissing(to);
    },
    [router],
  );
  const go = useCallback((to: string) => (isAway() ? void goAway(to) : router.push(to)), [isAway, goAway, router]);

  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const to = isAway() ? pageOpenedBy(event) : null;
      if (to === null) return;
      event.preventDefault();
      void goAway(to);
    };
    // Before React hears of it.
    document.addEventListener('click', onClick, { capture: true });
    return () => document.removeEventListener('click', onClick, { capture: true });
  }, [isAway, goAway]);

  // Back to it, or away from it: as it was left.
  useEffect(() => {
    const onPopState = ({ state }: PopStateEvent) => setHere(state?.listensHere === true);
    addEventListener('popstate', onPopState);
    return () => removeEventListener('popstate', onPopState);
  }, []);
  // Another page, or the network, has come: what was said of the one that could not is over.
  useEffect(() => {
    setMissing(null);
    if (path !== '/') setHere(false);
  }, [path]);
  useEffect(() => {
    if (connection === 'live') setMissing(null);
  }, [connection]);

  return { go, missing, listensHere: here && path === '/' };
}
