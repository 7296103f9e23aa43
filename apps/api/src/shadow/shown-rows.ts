import type { ListenerId, Revision, TrackId } from '@segue/core/events';
import type { Team } from '@segue/core/experiments';

/** One row as it was shown. */
export interface ShownRow {
  readonly parts: Float32Array;
  /** What the stream said of the listener then. */
  readonly listener: Float32Array;
  readonly place: number;
  readonly byChance: boolean;
  /** How often it had been seen in lists before and not played: as ranking counts it. */
  readonly shownBefore: number;
  readonly team: Team | null;
  /** Whether what is tried was tried yet. */
  readonly isTrying: boolean;
}

/** A slate as it was pushed, no more of it than is needed to say later what a row looked like. */
export interface ShownSlate {
  readonly revision: Revision;
  readonly tracks: readonly TrackId[];
  /** Row by row. */
  readonly parts: Float32Array;
  readonly listener: Float32Array;
  readonly byChance: readonly boolean[];
  /** Row by row. */
  readonly shownBefore: readonly number[];
  readonly teams: readonly (Team | null)[] | null;
  readonly isTrying: boolean;
}

const MOST_LISTENERS = 2_000;
/** A play names the list that it was chosen from: a skip, a click and the play itself make three more. */
const SLATES_A_LISTENER = 8;

/**
 * What was lately shown to whom: some sixteen megabytes at most. Who has not been shown anything for longest is forgotten, and
 * gestures from slates that are forgotten teach nothing.
 */
export class ShownRows {
  /** Newest last. */
  readonly #listeners = new Map<ListenerId, ShownSlate[]>();

  remember(listener: ListenerId, slate: ShownSlate): void {
    const slates = this.#of(listener);
    const known = slates.findIndex(({ revision }) => isSame(revision, slate.revision));
    if (known >= 0) slates.splice(known, 1);
    slates.push(slate);
    if (slates.length > SLATES_A_LISTENER) slates.shift();
  }

  /** How the track stood in that slate; null where that is not known any more. */
  rowOf(listener: ListenerId, shown: Revision, track: TrackId): ShownRow | null {
    const slate = this.#listeners.get(listener)?.find(({ revision }) => isSame(revision, shown));
    const place = slate ? slate.tracks.indexOf(track) : -1;
    if (!slate || place < 0) return null;
    const width = slate.parts.length / slate.tracks.length;
    return {
      parts: slate.parts.subarray(place * width, (place + 1) * width),
      listener: slate.listener,
      place,
      byChance: slate.byChance[place]!,
      shownBefore: slate.shownBefore[place]!,
      team: slate.teams?.[place] ?? null,
      isTrying: slate.isTrying,
    };
  }

  forget(listener: ListenerId): void {
    this.#listeners.delete(listener);
  }

  #of(listener: ListenerId): ShownSlate[] {
    const known = this.#listeners.get(listener) ?? [];
    this.#listeners.delete(listener);
    this.#listeners.set(listener, known);
    if (this.#listeners.size > MOST_LISTENERS) this.#listeners.delete(this.#listeners.keys().next().value!);
    return known;
  }
}

const isSame = (a: Revision, b: Revision) => a.epoch === b.epoch && a.taste === b.taste && a.view === b.view;
