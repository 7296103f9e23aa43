'use client';

import type { Act, SlateRow, TrackCard, TrackId } from '@segue/core/events';
import {
  ArrowDown,
  ArrowUp,
  Ban,
  GripVertical,
  ListEnd,
  ListStart,
  type LucideIcon,
  MicOff,
  Pin,
  PinOff,
  Play,
  Sparkle,
} from 'lucide-react';
import { type MouseEvent, memo, useCallback, useId, useState } from 'react';
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
  /** Where it can go within Yours next; absent in the living list. */
  readonly yours?: YoursSteps;
  readonly onPlay: (track: TrackCard, atMs: number) => void;
  readonly onAct: (act: Act, atMs: number, card?: TrackCard) => void;
  /** Puts a row into Yours next before another, or at its end (`before` is null). */
  readonly onPlace: (trackId: TrackId, before: TrackId | null, atMs: number) => void;
}

/** One step up or down, as the row that would stand after it (null for the end); absent where there is no such step. */
export interface YoursSteps {
  readonly up?: TrackId | undefined;
  readonly down?: TrackId | null | undefined;
}

/**
 * One track of the list: what it is, why it is here, and what can be done with it. Most of a new order is rows that only
 * changed their place: what does not depend on it is drawn by parts of their own.
 */
export const Row = memo(function Row({ row, place, mark, yours, onPlay, onAct, onPlace }: RowProps) {
  const { track, reason } = row;
  const { trackId } = track;
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const toggle = useCallback(() => setOpen((now) => !now), []);
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
      <PlayCover track={track} onPlay={onPlay} />
      <Words track={track} isNext={place === 1} onPlay={onPlay} />
      <div className={styles['reason']}>
        <Reason reason={reason} open={open} onToggle={toggle} detailsId={detailsId} />
      </div>
      <span className={styles['energy']}>
        <Bar share={track.energy} label={`Energy ${Math.round(track.energy * 100)} %`} />
      </span>
      <span className={styles['length']}>{clockText(track.durationSeconds)}</span>
      <Verbs track={track} isMine={yours !== undefined} {...yours} onPlay={onPlay} onAct={onAct} onPlace={onPlace} />
      {open && (
        <div className={styles['details']}>
          <ReasonDetails reason={reason} id={detailsId} />
        </div>
      )}
    </li>
  );
});

interface PlayProps extends Pick<RowProps, 'onPlay'> {
  readonly track: TrackCard;
}

const nameOf = ({ title }: TrackCard): string => title || 'Untitled';

const plays =
  ({ track, onPlay }: PlayProps) =>
  (event: MouseEvent) => {
    event.preventDefault();
    onPlay(track, event.timeStamp);
  };

const PlayCover = memo(function PlayCover({ track, onPlay }: PlayProps) {
  return (
    <button
      type="button"
      className={styles['cover']}
      aria-label={`Play: ${nameOf(track)}`}
      tabIndex={-1}
      onClick={plays({ track, onPlay })}
    >
      <Cover src={track.coverUrl} size={48} />
      <span className={styles['over']}>
        <Icon of={Play} size={18} filled />
      </span>
    </button>
  );
});

const Words = memo(function Words({ track, isNext, onPlay }: PlayProps & { readonly isNext: boolean }) {
  return (
    <div className={styles['words']}>
      <a className={styles['title']} dir="auto" title={track.title || undefined} href={track.soundUrl} onClick={plays({ track, onPlay })}>
        {nameOf(track)}
      </a>
      <span className={styles['artist']}>
        {isNext && <span className={styles['next']}>Next</span>}
        <bdi>{track.artist}</bdi>
      </span>
    </div>
  );
});

interface VerbsProps extends PlayProps, YoursSteps, Pick<RowProps, 'onAct' | 'onPlace'> {
  /** It stands in Yours next. */
  readonly isMine: boolean;
}

const Verbs = memo(function Verbs(props: VerbsProps) {
  const { track, isMine, onAct } = props;
  const title = nameOf(track);
  return (
    <div className={styles['verbs']}>
      <IconButton
        className={styles['verb']}
        icon={isMine ? PinOff : Pin}
        label={isMine ? `Take out: ${title}` : `Pin: ${title}`}
        size={18}
        inner
        onPress={(event) => onAct(pinOf(props), event.timeStamp, track)}
      />
      <IconButton
        className={styles['verb']}
        icon={Ban}
        label={`Not this: ${title}`}
        size={18}
        inner
        onPress={(event) => onAct(blockOf(props), event.timeStamp)}
      />
      <Menu inner label={`More: ${title}`} items={verbsOf(props)} />
    </div>
  );
});

const pinOf = ({ track: { trackId }, isMine }: VerbsProps): Act => ({ type: isMine ? 'unpin' : 'pin', trackId });
const blockOf = ({ track }: VerbsProps): Act => ({ type: 'block', subject: { kind: 'track', id: track.trackId } });

function verbsOf(props: VerbsProps): readonly MenuItem[] {
  const { track, isMine, up, down, onPlay, onAct, onPlace } = props;
  const { trackId, artistId } = track;
  const act = (act: Act) => (event: MouseEvent) => onAct(act, event.timeStamp, track);
  const always: readonly MenuItem[] = [
    { label: 'More like this', icon: Sparkle, onPress: act({ type: 'more', trackId }) },
    { label: 'Not this', icon: Ban, onPress: act(blockOf(props)) },
    { label: 'Not this artist', icon: MicOff, onPress: act({ type: 'block', subject: { kind: 'artist', id: artistId } }) },
  ];
  const now: MenuItem = { label: 'Play now', icon: Play, onPress: (event) => onPlay(track, event.timeStamp) };
  if (!isMine) {
    return [
      now,
      { label: 'Play next', icon: ListStart, onPress: act({ type: 'queue', trackId, at: 'top' }) },
      { label: 'Add to Yours next', icon: ListEnd, onPress: act({ type: 'queue', trackId, at: 'end' }) },
      { label: 'Pin', icon: Pin, onPress: act(pinOf(props)) },
      ...always,
    ];
  }
  const step = (label: string, icon: LucideIcon, before: TrackId | null | undefined): readonly MenuItem[] =>
    before === undefined ? [] : [{ label, icon, onPress: (event) => onPlace(trackId, before, event.timeStamp) }];
  return [
    now,
    ...step('Move up', ArrowUp, up),
    ...step('Move down', ArrowDown, down),
    { label: 'Take out', icon: PinOff, onPress: act(pinOf(props)) },
    ...always,
  ];
}
