import type { Act, Gesture, TrackCard, TrackId } from '@segue/core/events';
import type { HeardRanges } from './heard-ranges.ts';
import { IDLE, type KeptPlaying, leavingAct, type PlayerAction, type PlayerState, playerReducer, restarts } from './player-state.ts';

/** The part of an `<audio>` element that the player uses. */
export type Sound = Pick<
  HTMLAudioElement,
  'src' | 'currentTime' | 'duration' | 'volume' | 'muted' | 'play' | 'pause' | 'addEventListener' | 'removeEventListener'
>;

export interface PlayerDeps {
  readonly sound: Sound;
  /**
   * The track that stands first on the screen right now, those set aside left out: the order on the screen is the
   * order that plays.
   */
  readonly first: (setAside: readonly TrackId[]) => TrackCard | null;
  /** The list on the screen, and the track's row in it: what it is chosen from. */
  readonly shownNow: (trackId: TrackId) => Gesture['shown'];
  /** Sends what the listener did. */
  readonly teach: (act: Act, of?: Taught) => void;
  /** Whether the listener blocked a track since it played. */
  readonly isBlocked: (track: TrackCard) => boolean;
  /** Where a track goes on that an undone skip put back; null for one that starts at its beginning. */
  readonly resumes: (trackId: TrackId) => Left | null;
  /** Whether nothing at all can be fetched right now. */
  readonly offline: () => boolean;
  /** Where the element finds a track's sound: on the server, or in this page already. */
  readonly urlOf: (track: TrackCard) => string;
}

/** What goes with an act. */
export interface Taught {
  /** The input's own time stamp, absent when no hand was in it. */
  readonly atMs?: number | undefined;
  /** The track that the act speaks of, where the list may not hold it. */
  readonly card?: TrackCard | undefined;
  /** Where the track was that the act leaves. */
  readonly left?: Left | undefined;
  /** The list that the track was chosen from. */
  readonly shown?: Gesture['shown'];
}

/** A track that was left, and where. */
export interface Left {
  readonly card: TrackCard;
  readonly positionSeconds: number;
  readonly heard: HeardRanges;
}

/** What a listener can do with the sound. One player and one element live as long as the page. */
export interface Player {
  state(): PlayerState;
  subscribe(listener: () => void): () => void;
  /** Play or pause; with nothing loaded, plays what stands first. */
  toggle(): void;
  playTrack(track: TrackCard, atMs?: number): void;
  skip(atMs?: number): void;
  previous(): void;
  seek(seconds: number): void;
  setVolume(volume: number, muted: boolean): void;
  /** The track is not wanted any more: goes on to the next without a skip, since the block already said it. */
  leave(trackId: TrackId): void;
  /** Shows what played before a reload, or plays in another tab: paused at its place. Silent, and teaches nothing. */
  restore(kept: KeptPlaying, elsewhere: boolean): void;
  /** The network is back: goes on with what failed, from where it was. */
  goOn(): void;
  close(): void;
}

/** Joins the audio element to the player's state and says what the log should hear of it. */
export function createPlayer({ sound, first, shownNow, teach, isBlocked, resumes, offline, urlOf }: PlayerDeps): Player {
  let state = IDLE;
  const listeners = new Set<() => void>();
  // Set by a seek until the element reports from its new place: the jump itself did not sound.
  let seeking = false;
  // What is shown and not in the element yet: a page that nobody pressed Play on loads no sound.
  let waiting: Pick<KeptPlaying, 'track' | 'positionSeconds'> | null = null;

  // What the loaded track was chosen from: newer lists come before it sounds.
  let chosenFrom: Gesture['shown'];

  const dispatch = (action: PlayerAction): void => {
    const next = playerReducer(state, action);
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };

  const start = async (): Promise<void> => {
    dispatch({ type: 'wants-sound' });
    const wanted = state.track;
    bringIn();
    try {
      await sound.play();
    } catch (error) {
      // A play() that another track interrupted is no refusal; only the browser's policy is.
      const refused = error instanceof Error && error.name === 'NotAllowedError';
      if (refused && state.track === wanted) dispatch({ type: 'refused' });
    }
  };

  const bringIn = (): void => {
    if (!waiting) return;
    seeking = true;
    sound.src = urlOf(waiting.track);
    sound.currentTime = waiting.positionSeconds;
    waiting = null;
  };

  /** Play from where it stands; what failed is fetched anew. */
  const playOn = (track: TrackCard): void => {
    if (state.status === 'error') waiting = { track, positionSeconds: state.positionSeconds };
    void start();
  };

  /** To another place in the track: the jump itself does not sound, and what did before it was heard. */
  const jump = (seconds: number): void => {
    bringIn();
    dispatch({ type: 'position', seconds: sound.currentTime, seeked: seeking });
    seeking = true;
    sound.currentTime = seconds;
    // Said here: an element that does not know its track yet reports nothing.
    dispatch({ type: 'position', seconds, seeked: true });
  };

  const forgetBlocked = (): void => {
    const tracks = [...state.history, ...state.ahead].filter(isBlocked);
    if (tracks.length > 0) dispatch({ type: 'blocked', tracks });
  };

  const nextTrack = (): TrackCard | null => {
    forgetBlocked();
    return state.ahead.at(-1) ?? first(state.setAside);
  };

  const load = (track: TrackCard, from: 'forward' | 'back' | 'instead'): void => {
    waiting = null;
    chosenFrom = shownNow(track.trackId);
    const left = from === 'back' ? null : resumes(track.trackId);
    seeking = left !== null;
    dispatch({ type: 'load', track, from, resumes: left ? { positionSeconds: left.positionSeconds, heard: left.heard } : undefined });
    sound.src = urlOf(track);
    // Before anything is loaded this says where to begin.
    if (left) sound.currentTime = left.positionSeconds;
    void start();
  };

  /** The next row is read before anything is taught: what stood first when the hand moved is what plays. */
  const forward = (leaving: { readonly natural: boolean }, atMs?: number): void => {
    const next = nextTrack();
    const act = leavingAct(state, leaving);
    const left = leftBy(state, act);
    if (next) load(next, 'forward');
    else {
      sound.pause();
      dispatch({ type: 'nothing-left', unloads: false });
    }
    if (act) teach(act, { atMs, left });
  };

  const on: Record<string, () => void> = {
    playing: () => {
      if (waiting) return;
      const firstSound = !state.started && !state.revisited && state.track;
      dispatch({ type: 'sounded' });
      if (firstSound) teach({ type: 'play', trackId: firstSound.trackId }, { shown: chosenFrom });
    },
    waiting: () => dispatch({ type: 'waiting' }),
    pause: () => dispatch({ type: 'paused' }),
    durationchange: () => dispatch({ type: 'duration', seconds: sound.duration }),
    seeking: () => {
      seeking = true;
    },
    timeupdate: () => {
      // What the element still reports after it was told to pause is not of the track that is shown by now.
      if (waiting || !state.track) return;
      dispatch({ type: 'position', seconds: sound.currentTime, seeked: seeking });
      seeking = false;
    },
    ended: () => {
      if (waiting) return;
      dispatch({ type: 'position', seconds: sound.currentTime, seeked: seeking });
      forward({ natural: true });
    },
    error: () => {
      if (state.track && !waiting) dispatch({ type: 'failed', offline: offline() });
    },
  };
  for (const [name, handler] of Object.entries(on)) sound.addEventListener(name, handler);

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    toggle() {
      if (state.status === 'playing' || state.status === 'loading') return sound.pause();
      if (state.track) return playOn(state.track);
      const track = first(state.setAside);
      if (!track) return dispatch({ type: 'nothing-left', unloads: false });
      load(track, 'forward');
    },
    playTrack(track, atMs) {
      if (state.track?.trackId === track.trackId) return playOn(track);
      const act = leavingAct(state, { natural: false });
      const left = leftBy(state, act);
      load(track, 'forward');
      if (act) teach(act, { left });
      // Last, and with the hand's time: the choice is what the listener did, the skip what follows from it.
      teach({ type: 'click', trackId: track.trackId }, { atMs, card: track });
    },
    skip: (atMs) => forward({ natural: false }, atMs),
    previous() {
      forgetBlocked();
      const before = state.history.at(-1);
      if (before && !restarts(state)) load(before, 'back');
      else if (state.track) jump(0);
    },
    seek(seconds) {
      if (!state.track) return;
      const fromSeconds = state.positionSeconds;
      jump(seconds);
      if (state.started) teach({ type: 'seek', trackId: state.track.trackId, fromSeconds, toSeconds: seconds });
    },
    setVolume(volume, muted) {
      sound.volume = volume;
      sound.muted = muted;
    },
    leave(trackId) {
      if (state.track?.trackId !== trackId) return;
      const next = nextTrack();
      if (next) return load(next, 'instead');
      sound.pause();
      dispatch({ type: 'nothing-left', unloads: true });
    },
    restore(kept, elsewhere) {
      sound.pause();
      waiting = kept;
      chosenFrom = undefined;
      dispatch({ type: 'restore', kept, elsewhere });
    },
    goOn() {
      if (state.status === 'error' && state.track) playOn(state.track);
    },
    close() {
      for (const [name, handler] of Object.entries(on)) sound.removeEventListener(name, handler);
      sound.pause();
      listeners.clear();
    },
  };
}

/** Where a skipped track is left; a track that was heard out has nowhere to go on from. */
const leftBy = ({ track, positionSeconds, heard }: PlayerState, act: Act | null): Left | undefined =>
  track && act?.type === 'skip' ? { card: track, positionSeconds, heard } : undefined;
