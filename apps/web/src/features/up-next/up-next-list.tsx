import type { EventId, SlateRow, TrackId } from '@segue/core/events';
import { Lock, LockOpen } from 'lucide-react';
import Link from 'next/link';
import type { RefObject } from 'react';
import { Icon } from '../../components/icon.tsx';
import type { ListState } from './list-state.ts';
import { Row, type RowProps, type YoursSteps } from './row.tsx';
import styles from './up-next.module.css';

export interface UpNextListProps extends Pick<RowProps, 'onPlay' | 'onAct' | 'onPlace'> {
  readonly yours: readonly SlateRow[];
  /** How many of them an undone skip put on top: they stand there by this page alone, and nothing can stand above. */
  readonly putBack: number;
  readonly rows: readonly SlateRow[];
  readonly list: ListState;
  /** The slate's revision, as text, for tests and for the curious. */
  readonly revision: string;
  /** The newest gesture that was sent from this page, for tests. */
  readonly sent: EventId | null;
  readonly settled: boolean;
  /** The connection is gone: the list stands as it last was. */
  readonly stale: boolean;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** New orders that wait while the listener holds the list; null when nothing is held. */
  readonly held: number | null;
  readonly onHold: (on: boolean) => void;
}

/** Yours next and the living list, as they stand. */
export function UpNextList({ yours, putBack, rows, list, revision, sent, settled, stale, heading, held, onHold, ...on }: UpNextListProps) {
  const rowOf = (row: SlateRow, place: number, extra?: Pick<RowProps, 'yours'>) => (
    <Row
      key={keyOf(list, row.track.trackId)}
      row={row}
      place={place}
      // What the listener placed does not move by itself, so there is nothing to say of it.
      mark={extra ? undefined : list.marks.get(row.track.trackId)}
      {...on}
      {...extra}
    />
  );
  return (
    <>
      {yours.length > 0 && (
        <>
          <div className={styles['head']}>
            <h2>Yours next</h2>
            <span className={styles['note']}>
              {yours.length === 1 ? '1 track' : `${yours.length} tracks`}, kept where you put {yours.length === 1 ? 'it' : 'them'}
            </span>
          </div>
          <ol className={styles['list']} aria-label="Yours next" data-testid="yours">
            {yours.map((row, at) => rowOf(row, at + 1, { yours: stepsOf(yours, putBack, at) }))}
          </ol>
        </>
      )}
      <div className={styles['head']}>
        <h2 ref={heading} tabIndex={-1}>
          The living list
        </h2>
        <HoldButton held={held} onHold={onHold} />
        <span className={`${styles['note']} ${styles['columns']}`} aria-hidden="true">
          <span className={styles['energy']}>energy · </span>length
        </span>
      </div>
      {rows.length === 0 && (
        <p className={styles['empty']}>
          Nothing is left to suggest. Unblock something in <Link href="/settings">Settings</Link>, or <Link href="/search">search</Link>.
        </p>
      )}
      <ol
        className={styles['list']}
        aria-label="The living list"
        data-testid="list"
        data-revision={revision}
        data-last-event={list.heard ?? ''}
        data-last-sent={sent ?? ''}
        data-settled={settled}
        data-stale={stale}
        data-held={held !== null}
      >
        {rows.map((row, at) => rowOf(row, yours.length + at + 1))}
      </ol>
    </>
  );
}

function stepsOf(yours: readonly SlateRow[], putBack: number, at: number): YoursSteps {
  const idAt = (place: number) => yours[place]?.track.trackId;
  return { up: at > putBack ? idAt(at - 1) : undefined, down: at < yours.length - 1 ? (idAt(at + 2) ?? null) : undefined };
}

/** Holds the list as it stands, says what waits behind it, and lets it come. */
function HoldButton({ held, onHold }: Pick<UpNextListProps, 'held' | 'onHold'>) {
  const on = held !== null;
  return (
    <button type="button" className={styles['hold']} aria-pressed={on} onClick={() => onHold(!on)}>
      <Icon of={on ? Lock : LockOpen} size={14} />
      Hold the list
      {on && <span className={styles['waiting']}>{waitingWords(held)}</span>}
    </button>
  );
}

/** "3 changes waiting" */
const waitingWords = (changes: number): string =>
  changes === 0 ? 'nothing waiting' : changes === 1 ? '1 change waiting' : `${changes} changes waiting`;

const keyOf = (list: ListState, trackId: TrackId): string => list.keys.get(trackId) ?? trackId;
