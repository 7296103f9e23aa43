'use client';

import type { EventId } from '@segue/core/events';
import { useEffect, useRef, useState } from 'react';
import { useLive, useLiveStore } from '../../live/index.ts';
import { forgetBrowserStore } from '../../storage/index.ts';
import styles from './settings.module.css';

/** Where a page goes that needs a new session. */
const START_ANEW = '/?renew';

/** Asks once more, sends the erasing, and starts anew once it is done. */
export function ForgetMe() {
  const store = useLiveStore();
  const { waiting, pending, connection, refused } = useLive();
  const [asked, setAsked] = useState(false);
  const [sent, setSent] = useState<EventId | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const sentence = useRef<HTMLParagraphElement>(null);
  const wasAsked = useRef(false);
  const isRefused = refused.some(({ event }) => event === sent);
  const isDone = sent !== null && !isRefused && waiting === 0 && pending !== sent;

  useEffect(() => {
    if (!isDone) return;
    void forgetBrowserStore().finally(() => location.replace(START_ANEW));
  }, [isDone]);

  // Each press takes its button away: the focus goes to what stands there instead, which is read aloud so.
  useEffect(() => {
    if (asked || wasAsked.current) (sentence.current ?? button.current)?.focus();
    wasAsked.current = asked;
  }, [asked, sent, isRefused]);

  if (sent !== null && !isRefused)
    return (
      <p ref={sentence} tabIndex={-1} className={styles['note']} role="status">
        {connection === 'live' ? 'Forgetting …' : 'You are offline. It is kept, and done when you are back.'}
      </p>
    );
  if (!asked)
    return (
      <button ref={button} type="button" className="button" onClick={() => setAsked(true)}>
        Forget me
      </button>
    );
  return (
    <div className={styles['ask']}>
      <p ref={sentence} tabIndex={-1} className={styles['note']}>
        {isRefused && 'The server refused, and nothing was erased. '}
        Your taste, likes, blocks, history and lists are erased, here and on the server. It cannot be undone.
      </p>
      <button type="button" className="button" onClick={(event) => setSent(store.act({ type: 'erase' }, { atMs: event.timeStamp }))}>
        Erase everything
      </button>
      <button type="button" className="button" onClick={() => setAsked(false)}>
        Keep it
      </button>
    </div>
  );
}
