import type { ListenEvent, ListenerId, TrackId } from '../events/index.ts';
import { Learning, type Tastes } from './learning.ts';
import type { ModelView } from './model-view.ts';
import type { FoldOutcome, Taste } from './taste.ts';
import { packTaste, unpackTaste } from './taste-record.ts';
import type { Track } from './track.ts';
import type { TrackState } from './track-state.ts';

/** Tastes held ready; older ones are kept packed, some 5 KB each. */
const MAX_READY = 4_000;

export interface Replay {
  /** Folds the event and applies what it teaches of tracks, before the next one. Events come in the order of the log. */
  learn(event: ListenEvent): FoldOutcome['outcome'];
  /** No more is coming for a while: what a worker does once its log is quiet. */
  settle(): void;
  /** Null for a listener of whom nothing came yet. Owned by the replay: to be read, until the next event. */
  tasteOf(listener: ListenerId): Taste | null;
  /** A track's state as it is now; one that nobody heard yet is as its content says. */
  stateOf(track: TrackId): TrackState;
  /** New tracks join. */
  addTracks(tracks: readonly Track[]): void;
  /** All that was learnt, for ranking, as it is now, with the long-term fit that was due last; the same view each time. */
  view(): ModelView;
}

/**
 * Learns a log as one process does, with the functions that the worker learns with, in memory and without a store: what
 * an export, a simulation or a measurement replays. Whoever was heard of longest ago is kept packed, so that a log of many
 * listeners has room. @param seed the app's: it draws the tracks of negative lessons.
 */
export function createReplay({ tracks, seed = 1 }: { readonly tracks: readonly Track[]; readonly seed?: number }): Replay {
  const learning = new Learning(tracks, { seed, tastes: createTastes() });
  return {
    learn: (event) => learning.learn(event),
    settle: () => learning.settle(),
    tasteOf: (listener) => learning.tasteOf(listener),
    stateOf: (track) => learning.stateOf(track),
    addTracks: (added) => learning.addTracks(added),
    view: () => learning.model,
  };
}

function createTastes(): Tastes {
  const ready = new Map<ListenerId, Taste>();
  const packed = new Map<ListenerId, Uint8Array>();
  const set = (listener: ListenerId, taste: Taste) => {
    ready.delete(listener);
    ready.set(listener, taste);
    if (ready.size <= MAX_READY) return;
    for (const [oldest, old] of ready) {
      packed.set(oldest, packTaste(old).slice());
      ready.delete(oldest);
      return;
    }
  };
  return {
    set,
    get(listener) {
      const known = ready.get(listener);
      if (known) return known;
      const record = packed.get(listener);
      if (!record) return undefined;
      packed.delete(listener);
      const taste = unpackTaste(record);
      set(listener, taste);
      return taste;
    },
  };
}
