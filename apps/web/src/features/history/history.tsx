'use client';

import type { Act, EventId, TrackCard } from '@segue/core/events';
import { Redo2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { TrackRow } from '../../components/track-row.tsx';
import { type Done, type Undone, useLive, useLiveStore } from '../../live/index.ts';
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

/** What the listener did, newest first, each with its undo or redo; above it, what this visit did and the history does not keep. */
export function History({ entries, onPlay }: HistoryProps) {
  const { done, undone, refused } = useLive();
  const store = useLiveStore();
  const act = (act: Act, track: TrackCard, atMs: number) => store.act(act, { atMs, card: track });
  const turn = (event: EventId, atMs: number) => void store.act({ type: 'undo', event }, { atMs });
  const kept = new Set(entries.map(({ event }) => event));
  // What was taken back of another visit has no more words than the history's.
  const ofVisit = [...done, ...undone.filter((one) => one.act.type !== 'undo')]
    .filter(({ gesture }) => !kept.has(gesture))
    .sort((a, b) => b.nth - a.nth);
  // The server refused to take it back, an undo as well as a gesture.
  const isKept = (event: EventId) => refused.some(({ act }) => act.type === 'undo' && act.event === event);
  const standingOf = (event: EventId): Standing => {
    const back = undone.find(({ gesture }) => gesture === event);
    if (back) return isKept(back.by) ? { is: 'gone' } : { is: 'undone', by: back.by };
    const standing = done.find(({ gesture }) => gesture === event)?.event ?? event;
    return isKept(standing) ? { is: 'too-old' } : { is: 'done', event: standing };
  };

  return (
    <>
      {ofVisit.length > 0 && <Visit gestures={ofVisit} onTurn={turn} />}
      <ol className="plain-list" data-testid="history">
        {entries.map((entry) => {
          const standing = standingOf(entry.event);
          return (
            <TrackRow key={entry.event} track={entry.track} onPlay={onPlay} note={noteOf(entry, standing)}>
              {standing.is === 'too-old' && <Inverse entry={entry} onAct={act} />}
              {standing.is !== 'too-old' && standing.is !== 'gone' && (
                <Turn standing={standing} of={`${keptWords(entry.type, null)}, ${entry.track.title || 'Untitled'}`} onTurn={turn} />
              )}
            </TrackRow>
          );
        })}
      </ol>
    </>
  );
}

type Turnable = { readonly is: 'done'; readonly event: EventId } | { readonly is: 'undone'; readonly by: EventId };
/** Whether a gesture stands, or was taken back, or was too old for that; `gone` was taken back and is too old to be done again. */
type Standing = Turnable | { readonly is: 'too-old' } | { readonly is: 'gone' };

function noteOf({ type, heardFraction }: Entry, standing: Standing): string {
  switch (standing.is) {
    case 'done':
      return keptWords(type, heardFraction);
    case 'undone':
      return 'Taken back';
    case 'too-old':
      return 'Too long ago to take back';
    case 'gone':
      return 'Taken back, and too long ago to do again';
  }
}

interface TurnProps {
  readonly standing: Turnable;
  /** What the button is about, for those who only hear it. */
  readonly of: string;
  readonly onTurn: (event: EventId, atMs: number) => void;
}

/** Undo, and redo in the same place: both name an event to the same act. */
function Turn({ standing, of, onTurn }: TurnProps) {
  const [icon, verb, event] = standing.is === 'done' ? ([Undo2, 'Undo', standing.event] as const) : ([Redo2, 'Redo', standing.by] as const);
  return <IconButton icon={icon} label={`${verb}: ${of}`} onPress={(press) => onTurn(event, press.timeStamp)} />;
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
      aria-label={`${inverse.words}: ${track.title || 'Untitled'}`}
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
  readonly gestures: readonly (Done | Undone)[];
  readonly onTurn: TurnProps['onTurn'];
}

/** Pins, sliders and the like; and what the history has not heard of yet. */
function Visit({ gestures, onTurn }: VisitProps) {
  return (
    <section className={styles['visit']} aria-labelledby="this-visit">
      <h2 id="this-visit" className={styles['title']}>
        This visit
      </h2>
      <ol className="plain-list" data-testid="visit">
        {gestures.map((one) => (
          <li key={one.gesture} className={styles['gesture']}>
            <span className={styles['words']}>
              {'by' in one && 'Taken back: '}
              {gestureWords(one.act)}
              {one.title !== null && (
                <>
                  {': '}
                  <bdi>{one.title}</bdi>
                </>
              )}
            </span>
            <Turn
              standing={'by' in one ? { is: 'undone', by: one.by } : { is: 'done', event: one.event }}
              of={`${gestureWords(one.act)}${one.title === null ? '' : `, ${one.title}`}`}
              onTurn={onTurn}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
