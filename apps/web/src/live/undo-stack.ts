import type { Act, ActType, EventId, SlateRow, TrackCard, TrackId } from '@segue/core/events';

/** Where the player was when a track was left, so that an undone skip can go on from there. */
export interface LeftAt {
  readonly card: TrackCard;
  readonly positionSeconds: number;
  /** Stretches of media time that had sounded, s. */
  readonly heard: readonly (readonly [start: number, end: number])[];
}

/** A gesture of this visit that stands: it can be taken back. */
export interface Done {
  readonly event: EventId;
  readonly act: Act;
  /** Of the track or artist that it speaks of, where the page knew it. */
  readonly title: string | null;
  readonly left: LeftAt | undefined;
}

export interface DoneWith {
  readonly title?: string | null | undefined;
  readonly left?: LeftAt | undefined;
}

/** How many gestures this page can take back with the keyboard. The learner keeps 32. */
const MAX_DONE = 32;
/** What a listener did by hand and can take back. What a track did by itself (playing, ending) is no gesture. */
const UNDOABLE: ReadonlySet<ActType> = new Set([
  'skip',
  'click',
  'like',
  'unlike',
  'dislike',
  'block',
  'unblock',
  'more',
  'queue',
  'unqueue',
  'pin',
  'unpin',
  'move',
  'tune',
]);
/** Gestures after which a track that was put back stands there no longer. */
const TAKES_PUT_BACK: ReadonlySet<ActType> = new Set(['play', 'click', 'queue', 'unqueue', 'pin', 'unpin', 'dislike']);

/**
 * What this visit did, newest last, what of it was taken back, and the tracks that undone skips put back on top of
 * Yours next. An undo is an event like any other, so redo is the undo of an undo.
 */
export class UndoStack {
  #done: readonly Done[] = [];
  #undone: readonly (Omit<Done, 'event'> & { readonly by: EventId })[] = [];
  #putBack: readonly LeftAt[] = [];
  #lastRedo: EventId | null = null;

  /** What stands of this visit, newest last. */
  get done(): readonly Done[] {
    return this.#done;
  }

  /** What the next undo takes back; null when nothing is left. */
  get next(): EventId | null {
    return this.#done.at(-1)?.event ?? null;
  }

  /** The undo that the next redo takes back. */
  get nextRedo(): EventId | null {
    return this.#undone.at(-1)?.by ?? null;
  }

  /** The newest event that did again what had been taken back. */
  get lastRedo(): EventId | null {
    return this.#lastRedo;
  }

  /** Newest first, as they stand on top of Yours next. */
  get putBack(): readonly LeftAt[] {
    return this.#putBack;
  }

  did(event: EventId, act: Act, { title = null, left }: DoneWith = {}): void {
    if (act.type === 'undo') {
      this.#undid(event, act.event);
      return;
    }
    if (act.type === 'erase') this.#done = [];
    if (this.#putBack.length > 0) this.#putBack = this.#putBack.filter(({ card }) => act.type !== 'erase' && !takes(act, card));
    if (!UNDOABLE.has(act.type)) return;
    this.#done = [...this.#done, { event, act, title, left }].slice(-MAX_DONE);
    this.#undone = [];
  }

  #undid(event: EventId, target: EventId): void {
    const done = this.#done.find((one) => one.event === target);
    const undone = this.#undone.find((one) => one.by === target);
    this.#done = this.#done.filter((one) => one !== done);
    this.#undone = this.#undone.filter((one) => one !== undone);
    if (undone) {
      // Done again: the next undo names this event, which is what brought it back.
      const { act, title, left } = undone;
      this.#done = [...this.#done, { event, act, title, left }];
      this.#lastRedo = event;
      this.#putBack = this.#putBack.filter((one) => one !== undone.left);
    } else {
      const left = done?.left;
      // What another visit did can be done again too; what it was is known to the server alone.
      const what = done ?? { act: { type: 'undo', event: target } as const, title: null, left };
      this.#undone = [...this.#undone, { by: event, act: what.act, title: what.title, left }].slice(-MAX_DONE);
      if (left) this.#putBack = [left, ...this.#putBack.filter(({ card }) => card.trackId !== left.card.trackId)];
    }
  }
}

function takes(act: Act, card: TrackCard): boolean {
  if (act.type === 'block') return act.subject.id === (act.subject.kind === 'track' ? card.trackId : card.artistId);
  return TAKES_PUT_BACK.has(act.type) && 'trackId' in act && act.trackId === card.trackId;
}

/** The row of a track that an undone skip put back. */
export const putBackRow = ({ card }: LeftAt): SlateRow => ({
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
