import type { ArtistId, ListenerId, OutboxId, TrackId } from '@segue/core/events';
import { Learning, type Track } from '@segue/core/model';
import type { Recommender, World } from './recommender.ts';

/** Between two listens of a source that knows an order and no times: they are of one session, and no time is quiet between them. */
const ORDINAL_MS = 1_000;
const ORDINAL_FROM_MS = Date.UTC(2020, 0, 1);

export const listenerIdOf = (user: number) => `listener-${user}` as ListenerId;
const trackIdOf = (item: number) => `track-${item}` as TrackId;

export interface TaughtSegue extends Pick<Recommender, 'learn'> {
  readonly learning: Learning;
  settle(): void;
  /** When a list is asked for: by the source's clock, else right after the listener's last event where there is an order; 0 is no time. */
  askedMs(user: number, nowMs: number | null): number;
}

/** Core's whole model, taught by a source: rows are items, for all tracks were there from the start. Nothing in it is set here. */
export function createTaughtSegue({ itemCount, inOrder, seed }: World): TaughtSegue {
  const learning = new Learning(
    Array.from({ length: itemCount }, (_, item) => unknownTrack(item)),
    { seed },
  );
  const heard = new Map<number, number>();
  let events = 0;
  const ordinalMs = (user: number) => ORDINAL_FROM_MS + (heard.get(user) ?? 0) * ORDINAL_MS;
  return {
    learning,
    learn({ user, item, atMs, strength }) {
      heard.set(user, (heard.get(user) ?? 0) + 1);
      // A time of 0 is one, to the millisecond; no time is what 0 stands for in an event.
      const whenMs = atMs === null ? (inOrder ? ordinalMs(user) : 0) : Math.max(1, atMs);
      learning.learn({
        v: 1,
        listenerId: listenerIdOf(user),
        act: { type: 'complete', trackId: trackIdOf(item), heardFraction: 1 },
        strength,
        outbox: 'evaluation' as OutboxId,
        number: ++events,
        occurredAtMs: whenMs,
        receivedAtMs: whenMs,
        origin: 'imported',
        ...(whenMs === 0 ? { timeless: true } : {}),
      });
    },
    settle: () => learning.settle(),
    askedMs: (user, nowMs) => nowMs ?? (inOrder ? ordinalMs(user) : 0),
  };
}

/** These data say nothing of a track but its id: nobody's artist is another's. */
function unknownTrack(item: number): Track {
  return {
    id: trackIdOf(item),
    title: '',
    artistId: `artist-${item}` as ArtistId,
    artist: '',
    album: null,
    genres: [],
    key: null,
    tempoBpm: 0,
    energy: 0.5,
    durationSeconds: 0,
    seed: 0,
    sound: 'stand-in',
    path: null,
    hasCover: false,
    addedAtMs: 0,
  };
}
