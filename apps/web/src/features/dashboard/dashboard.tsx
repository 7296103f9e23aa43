'use client';

import { OPERATOR_WINDOWS_S, type Origin } from '@segue/core/events';
import { Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import styles from './dashboard.module.css';
import { OwnFeaturesPane } from './own-features.tsx';
import { PartChips } from './part-chips.tsx';
import { Screen } from './screen.tsx';
import { TokenForm } from './token-form.tsx';
import { pageNowMs, useOperatorView, type Watching } from './use-operator-view.ts';
import { ageText, healthText, mainOriginOf, windowText } from './words.ts';

const TICK_MS = 1_000;
/** Views come every two seconds: one that is older is old news. */
const STALE_MS = 7_000;

/** The screen that says how it runs, live. */
export function Dashboard() {
  const [paused, setPaused] = useState(false);
  const [resumedAtMs, setResumedAt] = useState(0);
  const [chosen, setChosen] = useState<Origin | null>(null);
  const watching = useOperatorView(paused);
  const nowMs = useNow(watching.receivedAtMs);
  const { view, link, windowSeconds } = watching;
  const origin = chosen ?? (view ? mainOriginOf(view.origins) : null);
  const ageMs = view ? Math.max(0, nowMs - watching.receivedAtMs) : 0;
  // A view that the operator paused is old because they wanted it so, and then waits for the next one.
  const isSilent = view && !paused && nowMs - Math.max(watching.receivedAtMs, resumedAtMs) > STALE_MS;
  const silentMs = isSilent ? ageMs : null;
  const heading = useRef<HTMLHeadingElement>(null);
  const isRefused = link === 'refused';
  const wasRefused = useRef(false);
  // The form that let them in goes, with the focus in it.
  useEffect(() => {
    if (wasRefused.current && !isRefused) heading.current?.focus();
    wasRefused.current = isRefused;
  }, [isRefused]);
  const toggle = () => {
    if (paused) setResumedAt(pageNowMs());
    setPaused(!paused);
  };
  return (
    <div className={styles['root']} data-testid="dashboard">
      <header className={styles['head']}>
        <h1 ref={heading} tabIndex={-1}>
          Live
        </h1>
        {view && !isRefused && (
          <p className={styles['fresh']} data-stale={ageMs > STALE_MS}>
            {freshness(watching, paused, ageMs)}
          </p>
        )}
        {view && <PartChips instances={view.instances} parts={view.parts} />}
        <label className={styles['window']}>
          last
          <select value={windowSeconds} disabled={paused} onChange={(event) => watching.lookBack(Number(event.target.value))}>
            {OPERATOR_WINDOWS_S.map((seconds) => (
              <option key={seconds} value={seconds}>
                {windowText(seconds)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="button" aria-pressed={paused} onClick={toggle}>
          <Icon of={paused ? Play : Pause} size={16} />
          {paused ? 'Go on' : 'Pause'}
        </button>
      </header>
      <p className="spoken" role="status">
        {view && !isRefused && (silentMs === null ? healthText(view) : 'No news from the server.')}
      </p>
      {isRefused ? (
        <TokenForm isWrong={watching.isWrong} onToken={watching.useToken} />
      ) : view ? (
        <Screen view={view} silentMs={silentMs} origin={origin} onOrigin={setChosen} own={<OwnFeaturesPane paused={paused} />} />
      ) : (
        <p className={styles['sentence']}>
          {link === 'lost' ? 'The server does not answer. This page tries again by itself.' : 'Looking …'}
        </p>
      )}
    </div>
  );
}

function freshness({ link, view }: Watching, paused: boolean, ageMs: number): string {
  if (paused) return `Paused. What you see is from ${ageText(ageMs)}.`;
  if (link !== 'live' || ageMs > STALE_MS) return `No news: what you see is from ${ageText(ageMs)}. This page tries again by itself.`;
  return `All figures: last ${windowText(view?.windowSeconds ?? 0)}, as of ${ageText(ageMs)}`;
}

/** The page's own clock, once a second, so that an age grows though nothing comes. */
function useNow(atLeastMs: number): number {
  const [nowMs, setNowMs] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(pageNowMs()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(nowMs, atLeastMs);
}
