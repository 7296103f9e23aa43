'use client';

import type { Act, SlateRow, TrackCard } from '@segue/core/events';
import { ArrowDown, ArrowUp, Ban, GripVertical, ListEnd, ListStart, MicOff, Pin, PinOff, Play, Sparkle } from 'lucide-react';
import { type MouseEvent, memo, useId, useState } from 'react';
import { Bar } from '../../components/bar.tsx';
import { clockText } from '../../components/clock-text.ts';
import { Cover } from '../../components/cover.tsx';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import type { Mark } from './list-state.ts';
import { moveText } from './moves.ts';
import { Reason, ReasonDetails } from './reason.tsx';
import styles from './row.module.css';

/** What a gesture brought in is as loud as what it raised, as far as a glance goes; further down it would be most of the list. */
const LOUD_PLACES = 5;

export interface RowProps {
  readonly row: SlateRow;
  /** As people count: 1 is what plays next. */
  readonly place: number;
  /** What became of it by the last changes; what rose by the listener's own gesture is loud. */
  readonly mark: Mark | undefined;
  /** Where it stands in Yours next, from 0, and how many stand there; absent in the living list. */
  readonly yours?: { readonly at: number; readonly of: number };
  readonly onPlay: (track: TrackCard, atMs: number) => void;
  readonly onAct: (act: Act, atMs: number, card?: TrackCard) => void;
}

/** One track of the list: what it is, why it is here, and what can be done with it. */
export const Row = memo(function Row({ row, place, mark, yours, onPlay, onAct }: RowProps) {
  const { track, reason } = row;
  const { trackId, title } = track;
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const play = (event: MouseEvent) => {
    event.preventDefault();
    onPlay(track, event.timeStamp);
  };
  const pin: Act = yours ? { type: 'unpin', trackId } : { type: 'pin', trackId };
  const block: Act = { type: 'block', subject: { kind: 'track', id: trackId } };
  const said = mark && moveText(mark.move);

  return (
    <li
      className={styles['row']}
      data-track-id={trackId}
      data-place={place}
      data-reason-kind={reason.kind}
      data-placed-by={row.placedBy}
      data-theirs={mark?.theirs === true && (mark.move.kind === 'up' || (mark.move.kind === 'new' && place <= LOUD_PLACES))}
    >
      <span className={styles['place']}>{place}</span>
      <span className={styles['grip']} data-grip="" data-mine={yours !== undefined} title="Drag to Yours next" aria-hidden="true">
        <Icon of={GripVertical} size={18} />
      </span>
      <span className={styles['move']} data-move={mark?.move.kind}>
        {said && (
          <>
            <span aria-hidden="true">{said.drawn}</span>
            <span className="spoken">{said.spoken}</span>
          </>
        )}
      </span>
      <button type="button" className={styles['cover']} aria-label={`Play: ${title}`} tabIndex={-1} onClick={play}>
        <Cover src={track.coverUrl} size={48} />
        <span className={styles['over']}>
          <Icon of={Play} size={18} filled />
        </span>
      </button>
      <div className={styles['words']}>
        <a className={styles['title']} href={track.soundUrl} onClick={play}>
          <bdi>{title || 'Untitled'}</bdi>
        </a>
        <span className={styles['artist']}>
          {place === 1 && <span className={styles['next']}>Next</span>}
          <bdi>{track.artist}</bdi>
        </span>
      </div>
      <div className={styles['reason']}>
        <Reason reason={reason} open={open} onToggle={() => setOpen(!open)} detailsId={detailsId} />
      </div>
      <span className={styles['energy']}>
        <Bar share={track.energy} label={`Energy ${Math.round(track.energy * 100)} %`} />
      </span>
      <span className={styles['length']}>{clockText(track.durationSeconds)}</span>
      <div className={styles['verbs']}>
        <IconButton
          className={styles['verb']}
          icon={yours ? PinOff : Pin}
          label={yours ? `Take out: ${title}` : `Pin: ${title}`}
          size={18}
          inner
          onPress={(event) => onAct(pin, event.timeStamp, track)}
        />
        <IconButton
          className={styles['verb']}
          icon={Ban}
          label={`Not this: ${title}`}
          size={18}
          inner
          onPress={(event) => onAct(block, event.timeStamp)}
        />
        <Menu inner label={`More: ${title}`} items={verbsOf({ row, yours, onPlay, onAct, block, pin })} />
      </div>
      {open && (
        <div className={styles['details']}>
          <ReasonDetails reason={reason} id={detailsId} />
        </div>
      )}
    </li>
  );
});

interface VerbsOf extends Pick<RowProps, 'row' | 'onPlay' | 'onAct'> {
  readonly yours: RowProps['yours'];
  readonly block: Act;
  readonly pin: Act;
}

function verbsOf({ row: { track }, yours, onPlay, onAct, block, pin }: VerbsOf): readonly MenuItem[] {
  const { trackId, artistId } = track;
  const act = (act: Act) => (event: MouseEvent) => onAct(act, event.timeStamp, track);
  const always: readonly MenuItem[] = [
    { label: 'More like this', icon: Sparkle, onPress: act({ type: 'more', trackId }) },
    { label: 'Not this', icon: Ban, onPress: act(block) },
    { label: 'Not this artist', icon: MicOff, onPress: act({ type: 'block', subject: { kind: 'artist', id: artistId } }) },
  ];
  const now: MenuItem = { label: 'Play now', icon: Play, onPress: (event) => onPlay(track, event.timeStamp) };
  if (!yours) {
    return [
      now,
      { label: 'Play next', icon: ListStart, onPress: act({ type: 'queue', trackId, at: 'top' }) },
      { label: 'Add to Yours next', icon: ListEnd, onPress: act({ type: 'queue', trackId, at: 'end' }) },
      { label: 'Pin', icon: Pin, onPress: act(pin) },
      ...always,
    ];
  }
  const { at, of } = yours;
  return [
    now,
    ...(at > 0 ? [{ label: 'Move up', icon: ArrowUp, onPress: act({ type: 'move', trackId, to: at - 1 }) }] : []),
    ...(at < of - 1 ? [{ label: 'Move down', icon: ArrowDown, onPress: act({ type: 'move', trackId, to: at + 1 }) }] : []),
    { label: 'Take out', icon: PinOff, onPress: act(pin) },
    ...always,
  ];
}
