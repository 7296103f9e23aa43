'use client';

import type { Act, EventId, TrackCard } from '@segue/core/events';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { TrackRow } from '../../components/track-row.tsx';
import { type Done, useLive, useLiveStore } from '../../live/index.ts';
import styles from './history.module.css';
import { gestureWords, inverseOf, type Kept, keptWords } from './history-words.ts';

interface Entry {
  readonly event: EventId;
  readonly type: Kept;
  readonly track: TrackCard;
  readonly heardFraction: number | null;
}

interface HistoryProps {
  /** Newest first. */
  readonly entries: readonly Entry[];
  readonly onPlay: (track: TrackCard, atMs: number) => void;
}

/** What the listener did, newest first, each with its undo; above it, what this visit did and the history does not keep. */
export function History({ entries, onPlay }: HistoryProps) {
  const { done, refused } = useLive();
  const store = useLiveStore();
  const [undone, setUndone] = useState<ReadonlySet<EventId>>(new Set());
  const undo = (event: EventId, atMs: number) => {
    store.act({ type: 'undo', event }, { atMs });
    setUndone(new Set([...undone, event]));
  };
  const act = (act: Act, track: TrackCard, atMs: number) => store.act(act, { atMs, card: track });
  const kept = new Set(entries.map(({ event }) => event));
  const ofVisit = done.filter(({ event }) => !kept.has(event)).toReversed();
  const isRefused = (event: EventId) => refused.some((one) => one.act.type === 'undo' && one.act.event === event);

  return (
    <>
      {ofVisit.length > 0 && <Visit gestures={ofVisit} onUndo={undo} />}
      <ol className="plain-list" data-testid="history">
        {entries.map((entry) => (
          <TrackRow
            key={entry.event}
            track={entry.track}
            onPlay={onPlay}
            note={noteOf(entry, undone.has(entry.event), isRefused(entry.event))}
          >
            {isRefused(entry.event) ? (
              <Inverse entry={entry} onAct={act} />
            ) : (
              <IconButton
                icon={Undo2}
                label={`Undo: ${keptWords(entry.type, null)}, ${entry.track.title}`}
                disabled={undone.has(entry.event)}
                onPress={(press) => undo(entry.event, press.timeStamp)}
              />
            )}
          </TrackRow>
        ))}
      </ol>
    </>
  );
}

function noteOf({ type, heardFraction }: Entry, isUndone: boolean, isRefused: boolean): string {
  if (isRefused) return 'Too long ago to take back';
  return isUndone ? 'Taken back' : keptWords(type, heardFraction);
}

interface InverseProps {
  readonly entry: Entry;
  readonly onAct: (act: Act, track: TrackCard, atMs: number) => void;
}

/** The way back from what is too old to be taken back. */
function Inverse({ entry: { type, track }, onAct }: InverseProps) {
  const [used, setUsed] = useState(false);
  const inverse = inverseOf(type, track.trackId);
  if (!inverse) return null;
  return (
    <button
      type="button"
      className="button"
      disabled={used}
      aria-label={`${inverse.words}: ${track.title}`}
      onClick={(press) => {
        onAct(inverse.act, track, press.timeStamp);
        setUsed(true);
      }}
    >
      {inverse.words}
    </button>
  );
}

interface VisitProps {
  /** Newest first. */
  readonly gestures: readonly Done[];
  readonly onUndo: (event: EventId, atMs: number) => void;
}

/** Pins, sliders and the like; and what the history has not heard of yet. */
function Visit({ gestures, onUndo }: VisitProps) {
  return (
    <section className={styles['visit']} aria-labelledby="this-visit">
      <h2 id="this-visit" className={styles['title']}>
        This visit
      </h2>
      <ol className="plain-list" data-testid="visit">
        {gestures.map(({ event, act, title }) => (
          <li key={event} className={styles['gesture']}>
            <span className={styles['words']}>
              {gestureWords(act)}
              {title !== null && (
                <>
                  {': '}
                  <bdi>{title}</bdi>
                </>
              )}
            </span>
            <IconButton
              icon={Undo2}
              label={`Undo: ${gestureWords(act)}${title === null ? '' : `, ${title}`}`}
              onPress={(press) => onUndo(event, press.timeStamp)}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
