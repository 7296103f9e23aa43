import type { TrackCard } from '@segue/core/events';

/** Longer than any title; past it nothing more is asked for. */
export const MAX_QUERY = 200;

/** A query as it can be asked: no longer than that, and no half of a character that was cut there. */
export const cutQuery = (query: string): string => query.slice(0, MAX_QUERY).replace(/[\uD800-\uDBFF]$/, '');

export interface SearchState {
  readonly query: string;
  /** What `tracks` are the answer to; older than `query` while the next answer is on its way. */
  readonly answered: string;
  readonly tracks: readonly TrackCard[];
  readonly failed: boolean;
}

export type SearchAction =
  | { readonly type: 'typed'; readonly query: string }
  | { readonly type: 'answered'; readonly query: string; readonly tracks: readonly TrackCard[] }
  | { readonly type: 'failed'; readonly query: string };

export function searchReducer(state: SearchState, action: SearchAction): SearchState {
  switch (action.type) {
    case 'typed': {
      const query = cutQuery(action.query);
      if (query.trim() === '') return { query, answered: '', tracks: [], failed: false };
      return { ...state, query, failed: state.failed && query.trim() !== state.answered };
    }
    case 'answered':
      // Answers can cross: only the one to what stands in the field counts.
      if (action.query !== state.query.trim()) return state;
      return { ...state, answered: action.query, tracks: action.tracks, failed: false };
    case 'failed':
      return action.query === state.query.trim() ? { ...state, failed: true } : state;
  }
}
