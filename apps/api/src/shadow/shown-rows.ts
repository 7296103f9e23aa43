import type { ListenerId, Revision, TrackId } from '@segue/core/events';
import type { Team } from '@segue/core/experiments';

/** One row as it was shown. */
export interface ShownRow {
  readonly parts: Float32Array;
  /** What the stream said of the listener then. */
  readonly listener: Float32Array;
  readonly place: number;
  readonly byChance: boolean;
  /** How often it had been seen and not played, as far as is remembered here. */
  readonly shownBefore: number;
  readonly team: Team | null;
}

/** A slate as it was pushed, no more of it than is needed to say later what a row looked like. */
export interface ShownSlate {
  readonly revision: Revision;
  readonly tracks: readonly TrackId[];
  /** Row by row. */
  readonly parts: Float32Array;
  readonly listener: Float32Array;
  readonly byChance: readonly boolean[];
  readonly teams: readonly (Team | null)[] | null;
}

const MOST_LISTENERS = 2_000;
const SLATES_A_LISTENER = 4;
const SEEN_A_LISTENER = 64;

interface Remembered {
  /** Newest last. */
  readonly slates: ShownSlate[];
  readonly seen: Map<TrackId, number>;
}

/**
 * What was lately shown to whom: some eight megabytes at most. Who has not been shown anything for longest is forgotten, and
 * gestures from slates that are forgotten teach nothing.
 */
export class ShownRows {
  readonly #listeners = new Map<ListenerId, Remembered>();

  remember(listener: ListenerId, slate: ShownSlate): void {
    const { slates } = this.#of(listener);
    const known = slates.findIndex(({ revision }) => isSame(revision, slate.revision));
    if (known >= 0) slates.splice(known, 1);
    slates.push(slate);
    if (slates.length > SLATES_A_LISTENER) slates.shift();
  }

  saw(listener: ListenerId, tracks: readonly TrackId[]): void {
    if (!this.#listeners.has(listener)) return;
    const { seen } = this.#of(listener);
    for (const track of tracks) {
      const times = (seen.get(track) ?? 0) + 1;
      seen.delete(track);
      seen.set(track, times);
      if (seen.size > SEEN_A_LISTENER) seen.delete(seen.keys().next().value!);
    }
  }

  /** How the track stood in that slate; null where that is not known any more. */
  rowOf(listener: ListenerId, shown: Revision, track: TrackId): ShownRow | null {
    const remembered = this.#listeners.get(listener);
    const slate = remembered?.slates.find(({ revision }) => isSame(revision, shown));
    const place = slate ? slate.tracks.indexOf(track) : -1;
    if (!remembered || !slate || place < 0) return null;
    const width = slate.parts.length / slate.tracks.length;
    return {
      parts: slate.parts.subarray(place * width, (place + 1) * width),
      listener: slate.listener,
      place,
      byChance: slate.byChance[place]!,
      shownBefore: remembered.seen.get(track) ?? 0,
      team: slate.teams?.[place] ?? null,
    };
  }

  forget(listener: ListenerId): void {
    this.#listeners.delete(listener);
  }

  #of(listener: ListenerId): Remembered {
    const known = this.#listeners.get(listener) ?? { slates: [], seen: new Map() };
    this.#listeners.delete(listener);
    this.#listeners.set(listener, known);
    if (this.#listeners.size > MOST_LISTENERS) this.#listeners.delete(this.#listeners.keys().next().value!);
    return known;
  }
}

const isSame = (a: Revision, b: Revision) => a.epoch === b.epoch && a.taste === b.taste && a.view === b.view;
