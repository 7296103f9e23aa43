import type { Act, ActType, EventId } from '@segue/core/events';
import { type LeftAt, takesPutBack } from './put-back.ts';

/** A gesture of this visit that stands: it can be taken back. */
export interface Done {
  /** What an undo names: the gesture, or the redo that brought it back. */
  readonly event: EventId;
  /** The gesture itself, however often it was taken back and done again. */
  readonly gesture: EventId;
  readonly act: Act;
  /** Of the track or artist that it speaks of, where the page knew it. */
  readonly title: string | null;
  readonly left?: LeftAt | undefined;
  /** Gestures of one step are taken back together, and done again together. */
  readonly step: EventId;
  /** Counts the gestures of this visit. */
  readonly nth: number;
}

/** A gesture that was taken back: it can be done again. */
export interface Undone extends Omit<Done, 'event'> {
  /** The undo, which a redo names. */
  readonly by: EventId;
  /** Nothing was done since: the next redo may do it again. By its name it can be done again later too. */
  readonly isFresh: boolean;
}

/** What of this visit stands and what was taken back, newest last; and what undone skips put back, newest first. */
export interface Stacked {
  readonly done: readonly Done[];
  readonly undone: readonly Undone[];
  readonly putBack: readonly LeftAt[];
  /** The newest event that did again what had been taken back. */
  readonly lastRedo: EventId | null;
}

export interface DoneWith {
  readonly title?: string | null | undefined;
  readonly left?: LeftAt | undefined;
  /** The first undo of those that take one step back. */
  readonly step?: EventId | undefined;
}

export const NOTHING_DONE: Stacked = { done: [], undone: [], putBack: [], lastRedo: null };

/** How many gestures this page can take back with the keyboard. The learner keeps 32. */
export const MAX_DONE = 32;
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

/**
 * What this visit did, what of it was taken back, and the tracks that undone skips put back on top of Yours next. An undo
 * is an event like any other, so redo is the undo of an undo.
 */
export class UndoStack {
  #now: Stacked = NOTHING_DONE;

  /** The same object until something in it changes. */
  get now(): Stacked {
    return this.#now;
  }

  /** What another page of this visit did. */
  restore(stacked: Stacked): void {
    this.#now = stacked;
  }

  /** What the next undo takes back, oldest first: the gestures of one step. */
  get next(): readonly EventId[] {
    const last = this.#now.done.at(-1);
    return last ? this.standsWith(last.event) : [];
  }

  /** The undos that the next redo takes back, oldest first. */
  get nextRedo(): readonly EventId[] {
    const last = this.#now.undone.findLast(({ isFresh }) => isFresh);
    return last ? this.standsWith(last.by) : [];
  }

  /** The events that belong to one step with this one, which a gesture, a redo or an undo may be; oldest first. */
  standsWith(event: EventId): readonly EventId[] {
    const { done, undone } = this.#now;
    const [standing, back] = [done.find((one) => one.event === event), undone.find((one) => one.by === event)];
    if (standing) return done.filter(({ step }) => step === standing.step).map((one) => one.event);
    return back ? undone.filter(({ step }) => step === back.step).map(({ by }) => by) : [event];
  }

  /** What an act comes to: an undo of an undo does again what that took back. */
  meantBy(act: Act): Act {
    const back = act.type === 'undo' && this.#now.undone.find(({ by }) => by === act.event);
    return back ? back.act : act;
  }

  /** One sentence spoke of all of these: they are one step. */
  saidTogether(gestures: readonly EventId[]): void {
    const [first] = gestures;
    const isApart = ({ event, step }: Done) => gestures.includes(event) && step !== first;
    if (!first || gestures.length === 1 || !this.#now.done.some(isApart)) return;
    this.#set({ done: this.#now.done.map((one) => (isApart(one) ? { ...one, step: first } : one)) });
  }

  did(event: EventId, act: Act, { title = null, left, step = event }: DoneWith = {}): void {
    if (act.type === 'undo') this.#turned(event, act.event, step);
    else if (act.type === 'erase') this.#now = NOTHING_DONE;
    else this.#add(event, act, { title, left, step });
  }

  /**
   * The server refused an act: a gesture never stood, what an undo should have taken back stands, and what a redo should
   * have done again does not.
   *
   * @returns what stands again
   */
  refused(act: Act, isIt: (event: EventId) => boolean): Done | null {
    const { done, undone, putBack } = this.#now;
    const gone = done.find(({ event }) => isIt(event));
    if (gone) {
      const { event, ...what } = gone;
      const back: Undone[] = act.type === 'undo' ? [{ ...what, by: act.event, isFresh: false }] : [];
      this.#set({ done: done.filter((one) => one !== gone), undone: [...undone, ...back].slice(-MAX_DONE) });
      return null;
    }
    const back = undone.find(({ by, gesture }) => isIt(by) || isIt(gesture));
    if (!back) return null;
    const { by, isFresh, ...what } = back;
    // What another visit did stands where it always stood: in the history.
    const again = act.type === 'undo' && what.act.type !== 'undo' ? { ...what, event: act.event } : null;
    const later = done.findIndex(({ nth }) => nth > what.nth);
    this.#set({
      ...(again && { done: done.toSpliced(later === -1 ? done.length : later, 0, again) }),
      undone: undone.filter((one) => one !== back),
      putBack: putBack.filter(({ card }) => card.trackId !== what.left?.card.trackId),
    });
    return again;
  }

  #add(event: EventId, act: Act, what: Pick<Done, 'title' | 'left' | 'step'>): void {
    const { done, undone, putBack } = this.#now;
    if (putBack.some(({ card }) => takesPutBack(act, card))) this.#set({ putBack: putBack.filter(({ card }) => !takesPutBack(act, card)) });
    if (!UNDOABLE.has(act.type)) return;
    const nth = 1 + Math.max(0, ...[...done, ...undone].map((one) => one.nth));
    this.#set({
      done: [...done, { ...what, event, gesture: event, act, nth }].slice(-MAX_DONE),
      undone: undone.map((one) => ({ ...one, isFresh: false })),
    });
  }

  #turned(event: EventId, target: EventId, step: EventId): void {
    const { done, undone } = this.#now;
    const back = undone.find(({ by }) => by === target);
    if (back) this.#again(event, back, step);
    else this.#back(event, done.find((one) => one.event === target) ?? this.#unknown(target), step);
  }

  /** Done again: the next undo names this event, which is what brought it back. */
  #again(event: EventId, back: Undone, step: EventId): void {
    const { done, undone, putBack } = this.#now;
    const { by, isFresh, ...what } = back;
    this.#set({
      done: [...done, { ...what, event, step }].slice(-MAX_DONE),
      undone: undone.filter((one) => one !== back),
      putBack: putBack.filter(({ card }) => card.trackId !== back.left?.card.trackId),
      lastRedo: event,
    });
  }

  #back(by: EventId, { event, ...what }: Done, step: EventId): void {
    const { done, undone, putBack } = this.#now;
    const { left } = what;
    this.#set({
      done: done.filter((one) => one.event !== event),
      undone: [...undone, { ...what, by, step, isFresh: true }].slice(-MAX_DONE),
      ...(left && { putBack: [left, ...putBack.filter(({ card }) => card.trackId !== left.card.trackId)].slice(0, MAX_DONE) }),
    });
  }

  /** What another visit did can be taken back and done again too; what it was is known to the server alone. */
  #unknown(event: EventId): Done {
    return { event, gesture: event, act: { type: 'undo', event }, title: null, step: event, nth: 0 };
  }

  #set(change: Partial<Stacked>): void {
    this.#now = { ...this.#now, ...change };
  }
}
