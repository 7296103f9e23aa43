import { type ListenEvent, type ListenerId, leftOutOf, type TrackId } from '@segue/core/events';
import { createReplay, freshState, hashOf, type Replay, readListenerFeatures, readTrackFeatures, type Track } from '@segue/core/model';

const NOBODY = freshState(null);

/** One play, with every feature as it stood before it, and what came of it. */
export interface TrainingRow {
  /** 32 bits of a hash: rows of one listener can be told from another's, and nobody is named. */
  readonly listenerHash: number;
  readonly trackId: TrackId;
  readonly origin: ListenEvent['origin'];
  /** When the features were read, ms since 1970: as the play began, or ended where the log does not tell when it began. */
  readonly atMs: number;
  /** Place in the list it was played from, from 0. */
  readonly rank: number | null;
  /** The label: heard to its natural end. */
  readonly heardOut: boolean;
  readonly heardFraction: number;
  readonly listener: Float64Array;
  readonly track: Float64Array;
}

type Began = Pick<TrainingRow, 'trackId' | 'atMs' | 'rank' | 'listener' | 'track'>;

/**
 * Training rows of a log, correct at each point in time: an event is learnt only after its features were read. What was
 * taken back by an undo is no row, nor is anything from before an `erase`, nor what came too late or without a time to
 * step the windows, nor what was sent twice.
 *
 * The features of a play are read as it begins: between that and its end time passes, and how much would give it away.
 *
 * @param events in the order of the log; run through twice.
 */
export function* trainingRows(
  events: () => Iterable<ListenEvent>,
  { tracks, seed }: { readonly tracks: readonly Track[]; readonly seed: number },
): Generator<TrainingRow> {
  const left = leftOutOf(events());
  const replay = createReplay({ tracks, seed });
  const began = new Map<ListenerId, Began>();
  let place = -1;
  for (const event of events()) {
    place++;
    const { act, listenerId } = event;
    if (act.type !== 'play' && act.type !== 'skip' && act.type !== 'complete') {
      replay.learn(event);
      // What began before it is no more (L14).
      if (act.type === 'erase') began.delete(listenerId);
      continue;
    }
    const start = began.get(listenerId);
    const row = act.type !== 'play' && start?.trackId === act.trackId ? start : beginningOf(replay, event, act.trackId);
    if (replay.learn(event) !== 'learnt') continue;
    if (act.type === 'play') {
      began.set(listenerId, row);
      continue;
    }
    began.delete(listenerId);
    if (isWindowless(replay, event) || left.has(event, place)) continue;
    const { heardFraction } = act;
    yield { ...row, listenerHash: hashOf(listenerId), origin: event.origin, heardOut: act.type === 'complete', heardFraction };
  }
}

function beginningOf(replay: Replay, { listenerId, occurredAtMs, shown }: ListenEvent, trackId: TrackId): Began {
  const taste = replay.tasteOf(listenerId);
  return {
    trackId,
    atMs: occurredAtMs,
    rank: shown?.rank ?? null,
    listener: taste ? readListenerFeatures(taste.state, occurredAtMs) : readListenerFeatures(NOBODY, occurredAtMs),
    track: readTrackFeatures(replay.stateOf(trackId), occurredAtMs),
  };
}

/** As the fold decided it. */
function isWindowless(replay: Replay, { listenerId }: ListenEvent): boolean {
  return replay.tasteOf(listenerId)?.ring.at(-1)?.input.windowless ?? true;
}
