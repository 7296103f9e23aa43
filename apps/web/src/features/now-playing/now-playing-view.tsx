import type { TrackCard } from '@segue/core/events';
import { Ban, Heart, MicOff, Pause, Play, SkipBack, SkipForward, Sparkle, ThumbsDown } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { clockText } from '../../components/clock-text.ts';
import { Cover } from '../../components/cover.tsx';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { keepFocus } from '../../components/keep-focus.ts';
import { Menu } from '../../components/menu.tsx';
import styles from './now-playing.module.css';
import type { PlayerState } from './player-state.ts';
import { SeekBar } from './seek-bar.tsx';

export interface NowPlayingViewProps {
  readonly state: PlayerState;
  /** What the player shows: the loaded track, or the one that Play would start. */
  readonly track: TrackCard | null;
  readonly liked: boolean;
  readonly onToggle: () => void;
  readonly onSkip: (atMs: number) => void;
  readonly onPrevious: () => void;
  readonly onSeek: (seconds: number) => void;
  readonly onLike: (atMs: number) => void;
  readonly onDislike: (atMs: number) => void;
  readonly onBlock: (atMs: number) => void;
  readonly onBlockArtist: (atMs: number) => void;
  readonly onMore: (atMs: number) => void;
  /** The volume's control stands among the others. */
  readonly volume: ReactNode;
}

/** The track that sounds, and everything that can be done with it. */
export function NowPlayingView({ state, track, liked, volume, ...on }: NowPlayingViewProps) {
  const { status, positionSeconds, durationSeconds, notice } = state;
  const sounding = status === 'playing' || status === 'loading';
  const loaded = state.track !== null;
  const length = loaded ? durationSeconds : (track?.durationSeconds ?? 0);
  const at = (handler: (atMs: number) => void) => (event: MouseEvent) => handler(event.timeStamp);
  return (
    <section
      className={styles['root']}
      aria-label="Now playing"
      data-testid="player"
      data-state={status}
      data-track-loaded={state.track?.trackId ?? ''}
    >
      {track ? <Cover className={styles['cover']} src={track.coverUrl} size={176} eager /> : <span className={styles['cover']} />}
      <div className={styles['words']}>
        <p className={styles['eyebrow']}>{eyebrowOf(state)}</p>
        <h1 className={styles['title']} title={track?.title} data-letters={lettersOf(track?.title ?? '')}>
          <bdi>{track ? track.title || 'Untitled' : 'Nothing yet'}</bdi>
        </h1>
        <p className={styles['artist']}>
          {track && <bdi>{track.artist}</bdi>}
          {track?.album && (
            <span className={styles['album']}>
              <span aria-hidden="true"> · </span>
              <bdi>{track.album}</bdi>
            </span>
          )}
          {track?.sound === 'stand-in' && <span className={styles['standin']}>A composed stand-in: this import has no sound</span>}
        </p>
      </div>
      {loaded && (
        <Menu
          className={styles['more']}
          label="More about this track"
          items={[
            { label: 'More like this', icon: Sparkle, onPress: at(on.onMore) },
            { label: 'Not this', icon: Ban, onPress: at(on.onBlock) },
            { label: 'Not this artist', icon: MicOff, onPress: at(on.onBlockArtist) },
          ]}
        />
      )}
      <div className={styles['seek']}>
        <SeekBar
          seed={track?.trackId ?? ''}
          positionSeconds={loaded ? positionSeconds : 0}
          durationSeconds={length}
          disabled={!loaded || status === 'error'}
          onSeek={on.onSeek}
        />
      </div>
      <div className={styles['controls']}>
        <IconButton
          keepsFocus
          className={styles['previous']}
          icon={SkipBack}
          label="Previous"
          size={22}
          disabled={!loaded}
          onPress={on.onPrevious}
        />
        <button
          type="button"
          className={styles['play']}
          aria-label={sounding ? 'Pause' : 'Play'}
          onMouseDown={keepFocus}
          onClick={on.onToggle}
        >
          <Icon of={sounding ? Pause : Play} size={22} filled={!sounding} />
        </button>
        <IconButton keepsFocus className={styles['skip']} icon={SkipForward} label="Skip" size={22} onPress={at(on.onSkip)} />
        <span className={styles['opinions']}>
          <IconButton
            keepsFocus
            className={styles['like']}
            icon={Heart}
            label="Like"
            pressed={liked}
            disabled={!loaded}
            onPress={at(on.onLike)}
          />
          <IconButton
            keepsFocus
            className={styles['dislike']}
            icon={ThumbsDown}
            label="Less like this"
            disabled={!loaded}
            onPress={at(on.onDislike)}
          />
          <IconButton
            keepsFocus
            className={styles['block']}
            icon={Ban}
            label="Never play this again"
            disabled={!loaded}
            onPress={at(on.onBlock)}
          />
        </span>
        <span className={styles['clock']}>
          <span>{clockText(loaded ? positionSeconds : 0)}</span>
          <span className={styles['slash']}> / </span>
          <span>{clockText(length)}</span>
        </span>
        {volume}
      </div>
      {notice && (
        <p className={styles['notice']} role="alert">
          {notice}
        </p>
      )}
    </section>
  );
}

/** Letters that one line has room for, at the large size and at the middle one. */
const MOST_LETTERS = { few: 24, some: 36 } as const;
/** What is written in squares, as Chinese is, takes the room of two letters each. */
const SQUARES = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/g;

/** How much there is to write: the style sheet has a size for each. */
function lettersOf(title: string): 'few' | 'some' | 'many' {
  const letters = title.length + (title.match(SQUARES)?.length ?? 0);
  if (letters <= MOST_LETTERS.few) return 'few';
  return letters <= MOST_LETTERS.some ? 'some' : 'many';
}

/** What the track under it is, right now. */
function eyebrowOf({ track, elsewhere, status }: PlayerState): string {
  if (elsewhere) return 'Playing in another tab';
  if (!track) return 'Up first';
  if (status === 'error') return 'Cannot play right now';
  return status === 'paused' ? 'Paused' : 'Now playing';
}
