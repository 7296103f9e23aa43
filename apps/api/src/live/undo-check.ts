import { type Act, type Answer, comparePositions, type EventId, eventIdOf, type ListenerId } from '@segue/core/events';
import { canTurn, RING_KEPT, type Taste, WINDOW } from '@segue/core/model';
import type { Catalogue, HistoryEntry } from '@segue/core/ports';
import type { SlateMaker } from '../serving/slate-maker.ts';

/** Who wants to take something back, and what is known of them here. */
export interface Undoer {
  readonly listener: ListenerId;
  /** Answers by `outbox:number`. */
  readonly answered: ReadonlyMap<string, { readonly answer: Promise<Answer> }>;
  readonly isPending: (event: EventId) => boolean;
}
/** Null where it can be taken back, else why not. */
export type UndoCheck = (undoer: Undoer, event: EventId) => Promise<Answer | null>;

/** Of the history, newest first, that is searched for what the event was. */
const LOOKED_THROUGH = 500;

/**
 * Whether an event can still be taken back, before the undo is logged. The learner has the last word: what leaves its
 * ring in between changes nothing.
 */
export function createUndoCheck({
  maker,
  catalogue,
  onProblem,
}: {
  readonly maker: SlateMaker;
  readonly catalogue: Catalogue;
  readonly onProblem: (cause: unknown) => void;
}): UndoCheck {
  return async ({ listener, answered, isPending }, event) => {
    const early = await answered.get(event)?.answer;
    if (isPending(event)) return null;
    try {
      // What is held here came without its ring, and another tab may have done it through another instance.
      const [stored, pending] = await Promise.all([maker.loadTaste(listener), maker.loadPending(listener)]);
      if (pending.some((act) => eventIdOf(act.event) === event) || (stored && canTurn(stored, event))) return null;
      if (early?.status === 'acked' && (!stored || comparePositions(stored.position, early.position) < 0)) return null;
      if (early?.status !== 'acked' && !(stored && wasSeen(stored, event))) return unknown(event);
    } catch (cause) {
      // Nothing can be known without the store: the learner decides.
      onProblem(cause);
      return null;
    }
    const entry = await catalogue
      .history(listener, { limit: LOOKED_THROUGH })
      .then((entries) => entries.find((one) => one.event === event), onProblem);
    return tooOld(entry ? inverseOf(entry) : null);
  };
}

/** Whether the learner has had this number of this outbox, as far back as it remembers. */
function wasSeen(taste: Taste, event: EventId): boolean {
  const at = event.lastIndexOf(':');
  const known = taste.outboxes.find(({ outbox }) => outbox === event.slice(0, at));
  if (!known) return false;
  const below = known.highest - Number(event.slice(at + 1));
  if (below < 0) return false;
  return below === 0 || below > WINDOW || (known.bits & (1n << BigInt(below - 1))) !== 0n;
}

/** What does the opposite of an act; null where nothing does: what was heard was heard. */
function inverseOf({ type, trackId }: HistoryEntry): Act | null {
  switch (type) {
    case 'like':
      return { type: 'unlike', trackId };
    case 'unlike':
      return { type: 'like', trackId };
    case 'block':
      return { type: 'unblock', subject: { kind: 'track', id: trackId } };
    case 'unblock':
      return { type: 'block', subject: { kind: 'track', id: trackId } };
    case 'play':
    case 'skip':
    case 'complete':
    case 'dislike':
      return null;
  }
}

const unknown = (event: EventId): Answer => ({
  status: 'refused',
  code: 'undo_unknown',
  field: 'act.event',
  message: `there is no event ${event} of this listener`,
});

const tooOld = (inverse: Act | null): Answer => ({
  status: 'refused',
  code: 'undo_too_old',
  field: 'act.event',
  message: `only the last ${RING_KEPT} gestures can be taken back${inverse ? `; "${inverse.type}" does the opposite` : ''}`,
  ...(inverse ? { inverse } : {}),
});
