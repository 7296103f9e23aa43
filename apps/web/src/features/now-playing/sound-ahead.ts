import type { TrackCard, TrackId } from '@segue/core/events';

/** Tracks whose sound is fetched before they play, at most. */
const TRACKS_AHEAD = 20;
/** Sound held at most, bytes: about twenty tracks of five minutes at 128 kbit/s, or three of the demo's uncompressed ones. */
const BYTES_HELD = 96 * 2 ** 20;
/** The coming track is fetched on any network once so little is left, seconds. */
const COMING_WHEN_LEFT_SECONDS = 20;
/** Who goes from track to track and hears less of each, seconds, fetches nothing in vain. */
const LISTENS_FROM_SECONDS = 3;
/** A track whose sound did not come is asked for again after this long, ms. */
const AGAIN_AFTER_MS = 30_000;
/** A line that is up and carries nothing must not keep the others waiting: so long for one track, ms. */
const FETCHED_WITHIN_MS = 120_000;

/** `sparing`: every byte costs, or they come slowly; then there is only the coming track, and late. `none`: nothing comes. */
export type Network = 'free' | 'sparing' | 'none';

export interface SoundAheadDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Makes an address of sound that is here, and takes it back. */
  readonly urls: Pick<typeof URL, 'createObjectURL' | 'revokeObjectURL'>;
  readonly network: () => Network;
  readonly nowMs: () => number;
  /** Bytes held at most. */
  readonly bytesHeld?: number;
}

/** What plays, and what would play after it if nothing changed. */
export interface Ahead {
  readonly playing: TrackCard | null;
  /** In the order in which they would play. */
  readonly coming: readonly TrackCard[];
  readonly isSounding: boolean;
  readonly positionSeconds: number;
  /** 0 where it is not known. */
  readonly durationSeconds: number;
}

/** The sound of coming tracks, held by this page so that they play without network. */
export interface SoundAhead {
  /** Where the element finds a track: here, or on the server. */
  urlOf(track: TrackCard): string;
  has(trackId: TrackId): boolean;
  /** Fetches what comes, one track at a time, and gives up what comes no longer. To be called as the track goes on. */
  look(ahead: Ahead): void;
  /** Lets go of everything; for good. */
  close(): void;
}

interface Held {
  readonly url: string;
  readonly bytes: number;
}

/**
 * Holds sound as blobs for as long as the page lives: nothing of it outlives the visit, and the browser moves large ones
 * to its disk. Bounded in tracks and bytes; for room, what comes no longer goes first, then what comes last.
 */
export function createSoundAhead({ fetch, urls, network, nowMs, bytesHeld = BYTES_HELD }: SoundAheadDeps): SoundAhead {
  /** Oldest first. */
  const held = new Map<TrackId, Held>();
  /** Tracks that are not to be asked for, until when, ms. */
  const shunned = new Map<TrackId, number>();
  /** What tracks that found no room would have taken, bytes. */
  const sizes = new Map<TrackId, number>();
  let underWay: { readonly trackId: TrackId; readonly sinceMs: number; readonly abort: AbortController } | null = null;
  /** What plays, and what comes: the sooner, the less it is let go of for room. */
  let wanted: readonly TrackId[] = [];
  /** What plays, and how far it came, seconds. */
  let last: { readonly trackId: TrackId | null; reachedSeconds: number } = { trackId: null, reachedSeconds: 0 };
  let heardBefore = false;

  /** Whether this track or the one before it was listened to: a track that follows by itself need not earn it again. */
  const listens = (trackId: TrackId | null, positionSeconds: number): boolean => {
    if (trackId !== last.trackId) {
      heardBefore = last.reachedSeconds >= LISTENS_FROM_SECONDS;
      last = { trackId, reachedSeconds: 0 };
    }
    last.reachedSeconds = Math.max(last.reachedSeconds, positionSeconds);
    return heardBefore || last.reachedSeconds >= LISTENS_FROM_SECONDS;
  };

  const bytesOf = (ids: Iterable<TrackId>): number => [...ids].reduce((sum, id) => sum + (held.get(id)?.bytes ?? 0), 0);
  const hasRoomFor = (trackId: TrackId, bytes: number): boolean =>
    wanted.includes(trackId) && bytes + bytesOf(wanted.slice(0, wanted.indexOf(trackId))) <= bytesHeld;

  const letGo = (trackId: TrackId): void => {
    const one = held.get(trackId);
    held.delete(trackId);
    if (one) urls.revokeObjectURL(one.url);
  };

  const hold = (trackId: TrackId, blob: Blob): void => {
    const unwanted = [...held.keys()].filter((id) => !wanted.includes(id));
    const later = wanted.slice(wanted.indexOf(trackId) + 1).reverse();
    for (const id of [...unwanted, ...later]) if (bytesOf(held.keys()) + blob.size > bytesHeld) letGo(id);
    held.set(trackId, { url: urls.createObjectURL(blob), bytes: blob.size });
  };

  const fetchOne = async ({ trackId, soundUrl }: TrackCard): Promise<void> => {
    const abort = new AbortController();
    underWay = { trackId, sinceMs: nowMs(), abort };
    try {
      // Asked for as a prefetch, so that the server lets those go first who wait for their sound.
      const answer = await fetch(soundUrl, { signal: abort.signal, headers: { purpose: 'prefetch' }, priority: 'low' });
      const bytes = Number(answer.headers.get('content-length') ?? Number.NaN);
      if (!answer.ok || !(bytes > 0)) throw new Error('there is no sound of a known length');
      if (hasRoomFor(trackId, bytes)) {
        const blob = await answer.blob();
        // What comes may be another by now; and the length was promised, and is not believed.
        if (!abort.signal.aborted && hasRoomFor(trackId, blob.size)) hold(trackId, blob);
      } else {
        sizes.set(trackId, bytes);
        abort.abort();
      }
    } catch {
      // Away, refused or broken: it streams when its turn comes, and the element says what is wrong.
      if (!abort.signal.aborted) shunned.set(trackId, nowMs() + AGAIN_AFTER_MS);
    } finally {
      if (underWay?.abort === abort) underWay = null;
    }
  };

  /** The first coming track that is not here. One that finds no room ends the search: it plays before those behind it. */
  const nextOf = (coming: readonly TrackCard[]): TrackCard | null => {
    const missing = coming.find(({ trackId }) => !held.has(trackId) && (shunned.get(trackId) ?? 0) <= nowMs());
    return missing && hasRoomFor(missing.trackId, sizes.get(missing.trackId) ?? 0) ? missing : null;
  };

  return {
    urlOf: (track) => held.get(track.trackId)?.url ?? track.soundUrl,
    has: (trackId) => held.has(trackId),
    look({ playing, coming, isSounding, positionSeconds, durationSeconds }) {
      const net = network();
      const isHeard = listens(playing?.trackId ?? null, positionSeconds) && net === 'free';
      const next = coming.slice(0, net === 'sparing' ? 1 : TRACKS_AHEAD);
      wanted = [playing, ...next].flatMap((track) => (track ? [track.trackId] : []));
      for (const known of [shunned, sizes]) for (const id of known.keys()) if (!wanted.includes(id)) known.delete(id);
      if (underWay && !wanted.includes(underWay.trackId)) underWay.abort.abort();
      else if (underWay && nowMs() - underWay.sinceMs > FETCHED_WITHIN_MS) {
        shunned.set(underWay.trackId, nowMs() + AGAIN_AFTER_MS);
        underWay.abort.abort();
      }
      if (!isSounding || underWay || net === 'none') return;
      const isEnding = durationSeconds > 0 && durationSeconds - positionSeconds <= COMING_WHEN_LEFT_SECONDS;
      const track = isHeard ? nextOf(next) : isEnding ? nextOf(next.slice(0, 1)) : null;
      if (track) void fetchOne(track);
    },
    close() {
      underWay?.abort.abort();
      for (const trackId of [...held.keys()]) letGo(trackId);
    },
  };
}
