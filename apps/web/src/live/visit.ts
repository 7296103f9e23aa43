import type { EventId, Heard, Slate } from '@segue/core/events';
import { byHand, gesturesOf } from './by-hand.ts';
import { type KeptVisit, type VisitKeeper, withServerNames } from './kept-visit.ts';
import { NOTHING_DONE, type Stacked, UndoStack } from './undo-stack.ts';

/** What the pages draw of a visit. */
export interface VisitView extends Stacked {
  /** The last thing that was heard and that a hand did: what merely played does not replace it. */
  readonly said: Heard | null;
  /** What `said` speaks of, oldest first: taken back, or done again, together. */
  readonly saidOf: readonly EventId[];
  /** `said` came while this page was open; what stood there before it is no news. */
  readonly isNews: boolean;
  /** Whether a gesture of this visit can be taken back, or one that was taken back can be done again. */
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

interface VisitDeps {
  /** The slate that came with the page. */
  readonly first: Slate | null;
  /** Null keeps nothing beyond this page. */
  readonly keeper: VisitKeeper | null;
  /** What the server, and every other page, calls a gesture of this one. */
  readonly nameOf: (event: EventId) => EventId;
}

/** What one press does is kept and told at once, when its gestures have their numbers. */
const KEPT_AFTER_MS = 100;
const NONE: readonly EventId[] = [];

/** What this tab's visit did and was told: over a reload, and the same in every tab. */
export class Visit {
  readonly stack = new UndoStack();
  readonly #deps: VisitDeps;
  #said: Heard | null;
  /** What had been said when this page came. */
  #cameWith: EventId | null;
  #changedAtMs = 0;
  #kept: { readonly stacked: Stacked; readonly said: Heard | null };
  #keeping: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: VisitDeps) {
    this.#deps = deps;
    this.#said = byHand(deps.first?.heard ?? null);
    this.#cameWith = this.#said?.event ?? null;
    this.#kept = { stacked: NOTHING_DONE, said: this.#said };
  }

  heard(slate: Slate | null): void {
    const heard = byHand(slate?.heard ?? null);
    if (heard && heard.event !== this.#said?.event) this.#said = heard;
    if (this.#said) this.stack.saidTogether(gesturesOf(this.#said));
  }

  view(): VisitView {
    const { stack } = this;
    const said = this.#said;
    return {
      ...stack.now,
      said,
      saidOf: said ? this.#gesturesIn(said) : NONE,
      isNews: said !== null && said.event !== this.#cameWith,
      canUndo: stack.next.length > 0,
      canRedo: stack.nextRedo.length > 0,
    };
  }

  /** A sentence about an undo, or a redo, names one of its step. */
  #gesturesIn(said: Heard): readonly EventId[] {
    return said.type === 'undo' ? this.stack.standsWith(said.event) : gesturesOf(said);
  }

  /** Something may have changed: it is kept, and the other tabs are told. */
  keepSoon(): void {
    if (this.#deps.keeper && this.#isChanged) this.#keeping ??= setTimeout(() => this.#keep(), KEPT_AFTER_MS);
  }

  get #isChanged(): boolean {
    return this.stack.now !== this.#kept.stacked || this.#said !== this.#kept.said;
  }

  #keep(): void {
    const { keeper } = this.#deps;
    this.#stopKeeping();
    if (!keeper || !this.#isChanged) return;
    if (this.stack.now !== this.#kept.stacked) this.#changedAtMs = Date.now();
    this.#kept = { stacked: this.stack.now, said: this.#said };
    const visit = this.#now();
    keeper.keep(visit);
    keeper.tell(visit);
  }

  #stopKeeping(): void {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
  }

  /**
   * Goes on with what the page before left, and with what the other tabs know; `onTold` after each that they tell.
   *
   * @param slate the list that the page begins with
   */
  open(slate: Slate | null, onTold: () => void): () => void {
    const { keeper } = this.#deps;
    const earlier = keeper?.read();
    if (earlier && !isStranger(slate)) this.#takeOver(earlier);
    const close = keeper?.open({
      told: (visit) => {
        this.#takeOver(visit);
        keeper.keep(this.#now());
        onTold();
      },
      mine: () => (this.#changedAtMs > 0 ? this.#now() : null),
      leaving: () => this.#keep(),
    });
    return () => {
      close?.();
      this.#stopKeeping();
    };
  }

  #now(): KeptVisit {
    // Whoever was forgotten begins anew, with nothing said.
    const said = this.#said?.type === 'erase' ? null : this.#said;
    return withServerNames({ ...this.stack.now, said, atMs: this.#changedAtMs }, this.#deps.nameOf);
  }

  #takeOver({ said, atMs, ...stacked }: KeptVisit): void {
    if (atMs > this.#changedAtMs) {
      this.stack.restore(stacked);
      this.#changedAtMs = atMs;
      this.#kept = { ...this.#kept, stacked };
    }
    // The list names what was said last; of the same gesture they may know more.
    if (!said || (this.#said && this.#said.event !== said.event)) return;
    if (!this.#said) this.#cameWith = said.event;
    this.#said = said;
    this.#kept = { ...this.#kept, said };
  }
}

/** Nothing is known of them: a visit that was kept in this tab was somebody else's, or is forgotten. */
const isStranger = (slate: Slate | null): boolean => slate !== null && slate.lessons === 0 && slate.heard === null;
