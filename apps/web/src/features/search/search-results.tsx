import type { Act, TrackCard } from '@segue/core/events';
import { Check, ListEnd, ListStart, type LucideIcon } from 'lucide-react';
import { type MouseEvent, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { TrackRow } from '../../components/track-row.tsx';
import { useLiveSlate } from '../../live/index.ts';
import { type Blocked, blockOf } from './blocked.ts';
import styles from './search.module.css';
import type { SearchState } from './search-state.ts';

interface SearchResultsProps {
  readonly state: SearchState;
  readonly blocked: Blocked;
  readonly onPlay: (track: TrackCard, atMs: number) => void;
  readonly onAct: (act: Act, atMs: number, card: TrackCard) => void;
}

/** What was found, each playable and queueable unless it is blocked; and the states without anything to show. */
export function SearchResults({ state, blocked, onPlay, onAct }: SearchResultsProps) {
  const { answered, tracks, failed } = state;
  const query = state.query.trim();
  /** The row whose Unblock was pressed: when that button goes, the focus goes to the one in its place. */
  const pressed = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (!pressed.current || document.activeElement !== document.body) return;
    pressed.current.querySelector('button')?.focus();
    pressed.current = null;
  });
  return (
    <section aria-label="Results" data-testid="results" data-answered={answered}>
      <p className={tracks.length > 0 && !failed ? 'spoken' : styles['state']} role="status">
        {wordsOf(query, answered, tracks.length, failed)}
      </p>
      <ol className={styles['results']}>
        {tracks.map((track) => {
          const block = blockOf(blocked, track);
          return block ? (
            <TrackRow key={track.trackId} track={track} note={block.kind === 'artist' ? 'Artist never played' : 'Never played'}>
              <button
                type="button"
                className="button"
                aria-label={`Unblock: ${block.kind === 'artist' ? track.artist : track.title || 'Untitled'}`}
                onClick={(event: MouseEvent) => {
                  pressed.current = event.currentTarget.closest('[data-track-id]');
                  onAct({ type: 'unblock', subject: block }, event.timeStamp, track);
                }}
              >
                Unblock
              </button>
            </TrackRow>
          ) : (
            <TrackRow key={track.trackId} track={track} onPlay={onPlay}>
              <QueueButton icon={ListStart} verb="Play next" track={track} at="top" onAct={onAct} />
              <QueueButton icon={ListEnd} verb="Add to Yours next" track={track} at="end" onAct={onAct} />
            </TrackRow>
          );
        })}
      </ol>
    </section>
  );
}

interface QueueButtonProps extends Pick<SearchResultsProps, 'onAct'> {
  readonly icon: LucideIcon;
  readonly verb: string;
  readonly track: TrackCard;
  readonly at: 'top' | 'end';
}

/** Puts a track into Yours next and says that it did: the list itself is on another page. */
function QueueButton({ icon, verb, track, at, onAct }: QueueButtonProps) {
  const [pressed, setPressed] = useState(false);
  const yours = useLiveSlate()?.yours ?? [];
  // As the list says it: what was refused, taken out or played is not there.
  const done = pressed && yours.some((row) => row.track.trackId === track.trackId);
  return (
    <IconButton
      icon={done ? Check : icon}
      label={`${done ? 'In Yours next' : verb}: ${track.title || 'Untitled'}`}
      onPress={(event) => {
        onAct({ type: 'queue', trackId: track.trackId, at }, event.timeStamp, track);
        setPressed(true);
      }}
    />
  );
}

function wordsOf(query: string, answered: string, found: number, failed: boolean): string {
  if (query === '') return 'Type a few letters. A slip of the finger is forgiven.';
  if (failed) return 'Search cannot be reached right now. What plays goes on; try again in a moment.';
  if (answered !== query) return 'Looking.';
  if (found === 0) return `Nothing found for “${query}”. Try fewer letters.`;
  return found === 1 ? '1 track found.' : `${found} tracks found.`;
}
