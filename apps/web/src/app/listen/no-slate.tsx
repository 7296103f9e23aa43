'use client';

import { useLive } from '../../live/index.ts';
import { Listen } from './listen.tsx';
import { Retry } from './retry.tsx';

interface NoSlateProps {
  /** The api no longer knows this visitor's session. */
  readonly expired: boolean;
}

/**
 * Listen where the server gave no list: the one that this window has of theirs, or will have, is shown. Until then: what
 * happened, what is safe, and what to do.
 */
export function NoSlate({ expired }: NoSlateProps) {
  const { slate } = useLive();
  // Who they were is gone: that is said before a list of somebody new is shown as theirs.
  if (slate && !expired) return <Listen />;
  if (expired) {
    return (
      <div className="page">
        <h1>Your session has ended</h1>
        <p className="lead">What you taught is kept on the server for a while. Start again to go on listening.</p>
        <a className="button" href="/?renew">
          Start again
        </a>
      </div>
    );
  }
  return (
    <div className="page">
      <h1>The list cannot be fetched right now</h1>
      <p className="lead">Nothing that you did is lost. It is asked for again by itself every few seconds.</p>
      <Retry />
    </div>
  );
}
