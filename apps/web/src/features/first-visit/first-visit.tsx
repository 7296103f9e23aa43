'use client';

import type { Slate, TrackCard } from '@segue/core/events';
import { useState } from 'react';
import { Cover } from '../../components/cover.tsx';
import { useLiveSlate, useLiveStore } from '../../live/index.ts';
import { farApart } from './far-apart.ts';
import styles from './first-visit.module.css';

const CHOICES = 3;

interface FirstVisitProps {
  readonly onPlay: (track: TrackCard, atMs: number) => void;
  /** Something has been played: the offer goes. */
  readonly begun: boolean;
}

/** Three covers of kinds far apart, for someone whose taste nobody knows yet. They cost nothing and go after the first gesture. */
export function FirstVisit({ onPlay, begun }: FirstVisitProps) {
  const slate = useLiveSlate();
  const store = useLiveStore();
  // Chosen once: the offer does not change under the hand that is about to take it.
  const [choices] = useState(() => (slate && isUnknown(slate) ? farApart(slate.rows, CHOICES) : []));
  if (begun || choices.length < CHOICES || !slate || !isUnknown(slate)) return null;
  return (
    <section className={styles['root']} aria-labelledby="first-visit" data-testid="first-visit">
      <h2 id="first-visit" className={styles['title']}>
        Start from one of these, or just press play
      </h2>
      <ul className={styles['choices']}>
        {choices.map(({ track }) => (
          <li key={track.trackId}>
            <button
              type="button"
              className={styles['choice']}
              aria-label={`Start from ${track.title || 'Untitled'}`}
              onClick={(event) => {
                store.act({ type: 'profile', firstTracks: [track.trackId] }, { atMs: event.timeStamp });
                onPlay(track, event.timeStamp);
              }}
            >
              <Cover src={track.coverUrl} size={96} eager />
              <span className={styles['words']}>
                <bdi className={styles['name']}>{track.title || 'Untitled'}</bdi>
                <bdi className={styles['genre']}>{track.genre}</bdi>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Nothing was heard of them yet. */
const isUnknown = (slate: Slate): boolean => slate.heard === null && slate.lessons === 0;
