import type { Act, ActType, SlateRow, TrackCard, TrackId } from '@segue/core/events';

/** Where the player was when a track was left, so that an undone skip can go on from there. */
export interface LeftAt {
  readonly card: TrackCard;
  readonly positionSeconds: number;
  /** Stretches of media time that had sounded, s. */
  readonly heard: readonly (readonly [start: number, end: number])[];
}

/** Gestures after which a track that was put back stands there no longer. */
const TAKES_PUT_BACK: ReadonlySet<ActType> = new Set(['play', 'skip', 'complete', 'click', 'queue', 'unqueue', 'pin', 'unpin', 'dislike']);

/** Whether an act takes a track that was put back away from there. */
export function takesPutBack(act: Act, card: TrackCard): boolean {
  if (act.type === 'erase') return true;
  if (act.type === 'block') return act.subject.id === (act.subject.kind === 'track' ? card.trackId : card.artistId);
  return TAKES_PUT_BACK.has(act.type) && 'trackId' in act && act.trackId === card.trackId;
}

/** The row of a track that an undone skip put back. */
const putBackRow = ({ card }: LeftAt): SlateRow => ({
  track: card,
  reason: { kind: 'yours', text: 'Put back by your undo', shares: [] },
  placedBy: 'listener',
  propensity: 1,
});

/** Yours next with what undone skips put back on top. */
export function withPutBack(yours: readonly SlateRow[], putBack: readonly LeftAt[]): SlateRow[] {
  const ids = new Set<TrackId>(yours.map((row) => row.track.trackId));
  return [...putBack.filter(({ card }) => !ids.has(card.trackId)).map(putBackRow), ...yours];
}
