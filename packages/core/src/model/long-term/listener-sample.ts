import { mix } from '../hash.ts';
import type { SampledListener } from './fit-long-term.ts';

/** The rows of the matrix that a refit inverts, which costs their cube: some 10 s for 2,000 in a thread. */
export const MOST_LISTENERS = 2_000;
/** Of each, the last: whoever heard more than this would weigh more than the many, and cost more. */
const MOST_TRACKS = 512;

/**
 * What a bounded sample of listeners enjoyed, for the long-term refit. Of all listeners those with the lowest mixed hashes are
 * kept, so that the sample is the same whatever order they came in (bottom-k sampling, Cohen and Kaplan 2007).
 */
export class ListenerSample {
  /** How much each track is liked, the one heard last at the end. */
  readonly #tracksOf = new Map<number, Map<number, number>>();
  #highest = 0xffff_ffff;
  #events = 0;
  readonly #most: number;

  constructor(most = MOST_LISTENERS) {
    this.#most = most;
  }

  /** Listens counted so far, of everybody: when a refit is due is told by it. */
  get events(): number {
    return this.#events;
  }

  /** Whether the track is new to this listener in the sample. */
  add(listenerHash: number, trackHash: number, liking: number): boolean {
    this.#events++;
    if (mix(listenerHash) > this.#highest) return false;
    let tracks = this.#tracksOf.get(listenerHash);
    if (!tracks) {
      tracks = new Map();
      this.#tracksOf.set(listenerHash, tracks);
      if (this.#tracksOf.size > this.#most) this.#dropHighest();
    }
    const before = tracks.get(trackHash) ?? 0;
    tracks.delete(trackHash);
    tracks.set(trackHash, before + liking);
    if (tracks.size > MOST_TRACKS) {
      const [oldest] = tracks.keys();
      if (oldest !== undefined) tracks.delete(oldest);
    }
    return before === 0;
  }

  remove(listenerHash: number, trackHash: number): void {
    this.#tracksOf.get(listenerHash)?.delete(trackHash);
  }

  /** Everything of a listener who wants to be forgotten. */
  forget(listenerHash: number): void {
    this.#tracksOf.delete(listenerHash);
  }

  /** In the order of the listeners' hashes: the same sample is the same matrix. */
  listeners(): readonly SampledListener[] {
    const known = [...this.#tracksOf].filter(([, tracks]) => tracks.size > 0).sort(([a], [b]) => a - b);
    return known.map(([, tracks]) => {
      let sum = 0;
      for (const liking of tracks.values()) sum += liking;
      const mean = sum / tracks.size;
      const inOrder = [...tracks].sort(([a], [b]) => a - b);
      return {
        tracks: Uint32Array.from(inOrder, ([track]) => track),
        strengths: Float64Array.from(inOrder, ([, liking]) => Math.sqrt(liking / mean)),
      };
    });
  }

  #dropHighest(): void {
    let worst = -1;
    let highest = -1;
    let second = 0;
    for (const listener of this.#tracksOf.keys()) {
      const rank = mix(listener);
      if (rank > highest) {
        second = Math.max(second, highest);
        highest = rank;
        worst = listener;
      } else second = Math.max(second, rank);
    }
    this.#tracksOf.delete(worst);
    // Whoever comes from now on has to be below the highest that stays.
    this.#highest = second;
  }
}
