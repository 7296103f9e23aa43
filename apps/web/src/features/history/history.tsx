'use client';

import type { EventId, TrackCard } from '@segue/core/events';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { TrackRow } from '../../components/track-row.tsx';
import { useLiveStore } from '../../live/index.ts';
import { type Done, doneWords } from './history-words.ts';

interface HistoryProps {
  /** Newest first; times are ms since 1970. */
  readonly entries: readonly {
    readonly event: EventId;
    readonly type: Done;
    readonly track: TrackCard;
    readonly heardFraction: number | null;
    readonly atMs: number;
  }[];
  readonly onPlay: (track: TrackCard, atMs: number) => void;
}

/** What the listener did, newest first, each with its undo. */
export function History({ entries, onPlay }: HistoryProps) {
  const store = useLiveStore();
  const [undone, setUndone] = useState<ReadonlySet<EventId>>(new Set());
  return (
    <ol className="plain-list" data-testid="history">
      {entries.map(({ event, type, track, heardFraction }) => (
        <TrackRow key={event} track={track} onPlay={onPlay} note={undone.has(event) ? 'Taken back' : doneWords(type, heardFraction)}>
          <IconButton
            icon={Undo2}
            label={`Undo: ${doneWords(type, null)}, ${track.title}`}
            disabled={undone.has(event)}
            onPress={(press) => {
              store.act({ type: 'undo', event }, { atMs: press.timeStamp });
              setUndone(new Set([...undone, event]));
            }}
          />
        </TrackRow>
      ))}
    </ol>
  );
}
