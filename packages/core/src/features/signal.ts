import type { TrackId } from '../events/index.ts';
import type { Along, ListenerState, ModelView, Vector } from '../model/index.ts';
import type { RowScores } from './row-scores.ts';
import type { Seeds } from './seeds.ts';

/** What one source says of the rows it knows; only the newest context's may be read. */
export interface Spread {
  readonly scores: RowScores;
  /** The most that it says of a row that the listener does not have already: for scale. */
  readonly most: number;
}

/** What every signal of one slate is worked out from. */
export interface SignalContext {
  readonly model: ModelView;
  /** The listener's state with what they said since laid over it; a fresh one for somebody nobody has met. */
  readonly listener: ListenerState;
  /** Where the listener stands among the vectors: their factors, leaning on the mean of their like while they are new. */
  readonly place: Vector;
  /** 0 nobody knows them .. 1 well known. */
  readonly confidence: number;
  readonly nowMs: number;
  /** Most popular track's listens, for scale; at least 1. */
  readonly mostListens: number;
  /** 1 in the middle of a session .. 0 long after the last one, or where no times are known: how much the last tracks say. */
  readonly presence: number;
  /** What was enjoyed last, and co-listening with it. */
  readonly seeds: Seeds;
  readonly together: Spread;
  /** Long-term neighbours of everything that was enjoyed. */
  readonly lasting: {
    readonly byWeight: Spread;
    readonly byCosine: Spread;
    /** What the fit's vectors say of a row that is nobody's neighbour; null without a fit. */
    readonly along: Along | null;
  };
  /** How often each track was shown and not taken. */
  readonly fatigue: ReadonlyMap<TrackId, number>;
}

/** Signals that say the same are one group: a reason names a group. */
export const SIGNAL_GROUPS = ['taste', 'co-listened', 'artist', 'genre', 'sound', 'popular', 'new', 'tuned', 'away', 'tired'] as const;
export type SignalGroup = (typeof SIGNAL_GROUPS)[number];

/** One reason to play, or not to play, a track. One file each. */
export interface Signal {
  readonly name: string;
  readonly group: SignalGroup;
  /**
   * Writes each row's share of the score, sign and weight in it, in the order of `rows`; `out` comes as zeros. A loop of its
   * own in each signal, since a call a row would cost more than most signals do.
   */
  readonly score: (context: SignalContext, rows: Int32Array, out: Float64Array) => void;
}
