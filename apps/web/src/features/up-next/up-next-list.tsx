import type { SlateRow, TrackId } from '@segue/core/events';
import type { RefObject } from 'react';
import type { ListState } from './list-state.ts';
import { Row, type RowProps } from './row.tsx';
import styles from './up-next.module.css';

export interface UpNextListProps extends Pick<RowProps, 'onPlay' | 'onAct'> {
  readonly yours: readonly SlateRow[];
  readonly rows: readonly SlateRow[];
  readonly list: ListState;
  /** The slate's revision, as text, for tests and for the curious. */
  readonly revision: string;
  readonly settled: boolean;
  /** The connection is gone: the list stands as it last was. */
  readonly stale: boolean;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** Yours next and the living list, as they stand. */
export function UpNextList({ yours, rows, list, revision, settled, stale, heading, onPlay, onAct }: UpNextListProps) {
  const rowOf = (row: SlateRow, place: number, extra?: Pick<RowProps, 'yours'>) => (
    <Row
      key={keyOf(list, row.track.trackId)}
      row={row}
      place={place}
      // What the listener placed does not move by itself, so there is nothing to say of it.
      mark={extra ? undefined : list.marks.get(row.track.trackId)}
      onPlay={onPlay}
      onAct={onAct}
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
            {yours.map((row, at) => rowOf(row, at + 1, { yours: { at, of: yours.length } }))}
          </ol>
        </>
      )}
      <div className={styles['head']}>
        <h2 ref={heading} tabIndex={-1}>
          The living list
        </h2>
        <span className={`${styles['note']} ${styles['columns']}`} aria-hidden="true">
          energy · length
        </span>
      </div>
      {rows.length === 0 && <p className={styles['empty']}>Nothing is left to suggest. Unblock something in Settings, or search.</p>}
      <ol
        className={styles['list']}
        aria-label="The living list"
        data-testid="list"
        data-revision={revision}
        data-last-event={list.heard ?? ''}
        data-settled={settled}
        data-stale={stale}
      >
        {rows.map((row, at) => rowOf(row, yours.length + at + 1))}
      </ol>
    </>
  );
}

const keyOf = (list: ListState, trackId: TrackId): string => list.keys.get(trackId) ?? trackId;
