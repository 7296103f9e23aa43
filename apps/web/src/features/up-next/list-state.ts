import type { EventId, TrackId } from '@segue/core/events';
import { type Move, movesOf } from './moves.ts';
import { type RowKeys, rowKeys } from './row-keys.ts';

/** What a row says of its last move, until that fades. */
export interface Mark {
  readonly move: Move;
  /** The listener's own gesture moved it. */
  readonly theirs: boolean;
  /** The change that made the mark, by `ListState.change`. */
  readonly change: number;
}

/** What the list on the screen knows besides its rows. */
export interface ListState {
  readonly order: readonly TrackId[];
  readonly keys: RowKeys;
  readonly marks: ReadonlyMap<TrackId, Mark>;
  /** Counts the orders that moved something. */
  readonly change: number;
  /** The newest gesture that any order so far has heard. */
  readonly heard: EventId | null;
}

export type ListAction =
  | {
      readonly type: 'ordered';
      readonly order: readonly TrackId[];
      readonly heard: EventId | null;
      /** `heard` is something that the listener did by hand, and not a track that merely played. */
      readonly byHand: boolean;
      /** The row that holds the keyboard's focus. */
      readonly focused: TrackId | null;
    }
  /** The marks that this change made have been seen. */
  | { readonly type: 'faded'; readonly change: number };

/** The list as it comes with the page: nothing has moved yet. */
export function firstList(order: readonly TrackId[], heard: EventId | null): ListState {
  return { order, keys: rowKeys(new Map(), [], order, null), marks: new Map(), change: 0, heard };
}

export function listReducer(state: ListState, action: ListAction): ListState {
  switch (action.type) {
    case 'ordered': {
      const { order, heard, byHand, focused } = action;
      if (heard === state.heard && sameOrder(state.order, order)) return state;
      const moves = movesOf(state.order, order);
      const change = moves.size > 0 ? state.change + 1 : state.change;
      const theirs = byHand && heard !== state.heard;
      // Marks of the change before stay on rows that this one left alone: each fades in its own time.
      const marks = new Map([...state.marks].filter(([id]) => order.includes(id)));
      for (const [id, move] of moves) if (theirs || !marks.get(id)?.theirs) marks.set(id, { move, theirs, change });
      return { order, keys: rowKeys(state.keys, state.order, order, focused), marks, change, heard };
    }
    case 'faded': {
      const marks = new Map([...state.marks].filter(([, mark]) => mark.change > action.change));
      return marks.size === state.marks.size ? state : { ...state, marks };
    }
  }
}

const sameOrder = (a: readonly TrackId[], b: readonly TrackId[]): boolean =>
  a.length === b.length && a.every((id, place) => id === b[place]);
