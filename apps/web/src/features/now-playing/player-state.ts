import type { Act, TrackCard, TrackId } from '@segue/core/events';
import { type HeardRanges, heardFractionOf, withHeard } from './heard-ranges.ts';

/** Under this share of the track a natural end is no completion: the listener seeked through it. */
export const COMPLETE_AT_LEAST = 0.9;
/** Previous restarts the track from here on, and goes back before it. */
const RESTART_AFTER_SECONDS = 3;
/** How far Previous goes back. */
const MAX_HISTORY = 50;
/** How many tracks that were loaded and never sounded the list leaves out. */
const MAX_SET_ASIDE = 20;

export interface PlayerState {
  readonly status: 'idle' | 'loading' | 'playing' | 'paused' | 'error';
  readonly track: TrackCard | null;
  readonly positionSeconds: number;
  /** The element's own once it knows, the catalogue's until then. */
  readonly durationSeconds: number;
  readonly heard: HeardRanges;
  /** Sound of this track has started, so that the log has its `play`. */
  readonly started: boolean;
  /** Reached by Previous, or by Next after it: only being heard to the end teaches anything then. */
  readonly revisited: boolean;
  /**
   * The loaded track, and those that were left before their first sound: the log knows nothing of them, and yet they
   * are not what plays next.
   */
  readonly setAside: readonly TrackId[];
  /** What Previous goes back to, newest last. */
  readonly history: readonly TrackCard[];
  /** What Next returns to after Previous, nearest last. */
  readonly ahead: readonly TrackCard[];
  /** The sound is in another tab; this one shows the same. */
  readonly elsewhere: boolean;
  /** What the listener should know: the browser refused to play, or the track cannot. */
  readonly notice: string | null;
}

/** What a reload, or another tab, needs to show the same track at the same place. */
export interface KeptPlaying {
  readonly track: TrackCard;
  readonly positionSeconds: number;
  readonly heard: HeardRanges;
  readonly started: boolean;
  readonly revisited: boolean;
  readonly history: readonly TrackCard[];
}

export type PlayerAction =
  /** A track takes the element. `instead`: of one that was blocked. */
  | {
      readonly type: 'load';
      readonly track: TrackCard;
      readonly from: 'forward' | 'back' | 'instead';
      /** Where it was left by a skip that was undone. */
      readonly resumes?: { readonly positionSeconds: number; readonly heard: HeardRanges } | undefined;
    }
  /** As it was before a reload, or as it is in another tab: paused here. */
  | { readonly type: 'restore'; readonly kept: KeptPlaying; readonly elsewhere: boolean }
  | { readonly type: 'wants-sound' }
  | { readonly type: 'sounded' }
  | { readonly type: 'waiting' }
  | { readonly type: 'paused' }
  | { readonly type: 'refused' }
  /** `offline`: nothing can be fetched right now, whatever the track. */
  | { readonly type: 'failed'; readonly offline: boolean }
  | { readonly type: 'duration'; readonly seconds: number }
  /** The element reports where it is; `seeked` when it got there by a jump. */
  | { readonly type: 'position'; readonly seconds: number; readonly seeked: boolean }
  /** `unloads`: what was loaded is blocked. */
  | { readonly type: 'nothing-left'; readonly unloads: boolean }
  /** These are no way back any more, and none forth. */
  | { readonly type: 'blocked'; readonly tracks: readonly TrackCard[] };

export const IDLE: PlayerState = {
  status: 'idle',
  track: null,
  positionSeconds: 0,
  durationSeconds: 0,
  heard: [],
  started: false,
  revisited: false,
  setAside: [],
  history: [],
  ahead: [],
  elsewhere: false,
  notice: null,
};

export function playerReducer(state: PlayerState, action: PlayerAction): PlayerState {
  switch (action.type) {
    case 'load':
      return {
        ...state,
        ...freshly(action.track),
        ...action.resumes,
        ...trailAfter(state, action),
        setAside: setAsideAfter(state, action.track, action.from === 'instead'),
      };
    case 'restore':
      return {
        ...state,
        ...freshly(action.kept.track),
        ...action.kept,
        status: 'paused',
        ahead: [],
        setAside: setAsideAfter(state, action.kept.track),
        elsewhere: action.elsewhere,
      };
    case 'wants-sound':
      return state.status === 'playing' ? state : { ...state, status: 'loading', notice: null, elsewhere: false };
    case 'sounded':
      return { ...state, status: 'playing', started: true, notice: null };
    case 'waiting':
      return state.status === 'playing' ? { ...state, status: 'loading' } : state;
    case 'paused':
      return state.status === 'error' || state.status === 'idle' ? state : { ...state, status: 'paused' };
    case 'refused':
      return { ...state, status: 'paused', notice: 'The browser held the sound back. Press Play to hear it.' };
    case 'failed':
      return {
        ...state,
        status: 'error',
        notice: action.offline
          ? 'You are offline, and this track is not here yet. It goes on by itself when you are back.'
          : 'This track cannot play right now. Nothing was learnt from it; skip goes on.',
      };
    case 'duration':
      return action.seconds > 0 && Number.isFinite(action.seconds) ? { ...state, durationSeconds: action.seconds } : state;
    case 'position':
      return { ...state, positionSeconds: action.seconds, heard: heardAfter(state, action) };
    case 'nothing-left':
      return {
        ...state,
        ...(action.unloads && { track: null, positionSeconds: 0, durationSeconds: 0 }),
        // The listen is over: Skip says it once, and Play begins another.
        started: false,
        heard: [],
        setAside: withoutLeft(state, action.unloads),
        status: 'paused',
        notice: 'Nothing is left to play. Unblock something, or search.',
      };
    case 'blocked': {
      const isLeft = (track: TrackCard) => !action.tracks.includes(track);
      return { ...state, history: state.history.filter(isLeft), ahead: state.ahead.filter(isLeft) };
    }
  }
}

/**
 * What leaving the current track teaches. `natural`: it played to its end. Before the first sound, after a failure, or
 * when the same track starts over, leaving says nothing about taste; neither does an end that was seeked to: only a hand skips.
 */
export function leavingAct(state: PlayerState, { natural }: { readonly natural: boolean }): Act | null {
  if (!state.track || !state.started || state.status === 'error') return null;
  const heardFraction = heardFractionOf(state.heard, state.durationSeconds);
  if (natural ? heardFraction < COMPLETE_AT_LEAST : state.revisited) return null;
  return { type: natural ? 'complete' : 'skip', trackId: state.track.trackId, heardFraction };
}

/** Whether Previous starts this track over instead of going back. */
export const restarts = (state: PlayerState): boolean => state.positionSeconds >= RESTART_AFTER_SECONDS || state.history.length === 0;

function freshly(track: TrackCard): Partial<PlayerState> {
  return {
    track,
    status: 'loading',
    positionSeconds: 0,
    durationSeconds: track.durationSeconds,
    heard: [],
    started: false,
    elsewhere: false,
    notice: null,
  };
}

function trailAfter(
  { track, history, ahead }: PlayerState,
  action: Extract<PlayerAction, { type: 'load' }>,
): Pick<PlayerState, 'history' | 'ahead' | 'revisited'> {
  if (action.from === 'back') {
    return { revisited: true, history: history.slice(0, -1), ahead: track ? [...ahead, track].slice(-MAX_HISTORY) : ahead };
  }
  const returned = ahead.at(-1)?.trackId === action.track.trackId;
  return {
    revisited: returned,
    history: track && action.from !== 'instead' ? [...history, track].slice(-MAX_HISTORY) : history,
    // Choosing another way forward forgets where Previous came from.
    ahead: returned ? ahead.slice(0, -1) : [],
  };
}

function setAsideAfter(state: PlayerState, loaded: TrackCard, isBlocked = false): readonly TrackId[] {
  return [...withoutLeft(state, isBlocked).filter((id) => id !== loaded.trackId), loaded.trackId].slice(-MAX_SET_ASIDE);
}

/** What stays aside when the loaded track is left: the list itself leaves out what it heard of, and what is blocked until it is not. */
const withoutLeft = ({ setAside, track, started }: PlayerState, isBlocked: boolean): readonly TrackId[] =>
  track && (started || isBlocked) ? setAside.filter((id) => id !== track.trackId) : setAside;

function heardAfter(state: PlayerState, { seconds, seeked }: Extract<PlayerAction, { type: 'position' }>): HeardRanges {
  return seeked || !state.started ? state.heard : withHeard(state.heard, state.positionSeconds, seconds);
}
