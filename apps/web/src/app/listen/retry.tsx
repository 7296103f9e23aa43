'use client';

import { RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect } from 'react';
import { Icon } from '../../components/icon.tsx';
import { isReachable } from '../shell/reachable.ts';

const EVERY_MS = 5_000;

/** Asks for the page again, by hand and by itself. Without JavaScript it is a link that reloads. */
export function Retry() {
  const router = useRouter();
  const ask = useCallback(async () => {
    // Without network Next would leave it to the browser, whose error page asks for nothing again.
    if (await isReachable('/')) router.refresh();
  }, [router]);
  useEffect(() => {
    const timer = setInterval(ask, EVERY_MS);
    return () => clearInterval(timer);
  }, [ask]);
  return (
    <a
      className="button"
      href="/"
      onClick={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <Icon of={RotateCw} size={16} />
      Try again
    </a>
  );
}
