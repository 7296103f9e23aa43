'use client';

import type { Act, TrackCard } from '@segue/core/events';
import { Search as SearchIcon } from 'lucide-react';
import { useEffect, useReducer } from 'react';
import { Icon } from '../../components/icon.tsx';
import { useLive, useLiveStore } from '../../live/index.ts';
import { askSearch } from './ask-search.ts';
import type { BlockSubject } from './blocked.ts';
import styles from './search.module.css';
import { SearchResults } from './search-results.tsx';
import { MAX_QUERY, searchReducer } from './search-state.ts';
import { useBlocked } from './use-blocked.ts';

/** A hand that is still typing is not asking yet. */
const DEBOUNCE_MS = 120;

interface SearchProps {
  /** What the address asked for, and its answer: the first HTML has it already. */
  readonly query: string;
  readonly tracks: readonly TrackCard[];
  readonly failed: boolean;
  /** What never played when the page was asked for. */
  readonly blocks: readonly BlockSubject[];
  readonly onPlay: (track: TrackCard, atMs: number) => void;
}

/** Search as you type; without JavaScript the form asks for the page again. */
export function Search({ query: asked, tracks: found, failed, blocks, onPlay }: SearchProps) {
  const store = useLiveStore();
  const [state, dispatch] = useReducer(searchReducer, { query: asked, answered: failed ? '' : asked, tracks: found, failed });
  const query = state.query.trim();
  const blocked = useBlocked(blocks);
  const isAway = useLive().connection === 'offline';
  const [asks, askAgain] = useReducer((times: number) => times + 1, 0);

  // What has no answer is asked for again on Enter, and when the connection comes back.
  useEffect(() => {
    if (query === '' || query === state.answered) return;
    const given = new AbortController();
    const timer = setTimeout(async () => {
      try {
        dispatch({ type: 'answered', query, tracks: await askSearch(query, given.signal) });
        history.replaceState(history.state, '', `/search?q=${encodeURIComponent(query)}`);
      } catch {
        if (!given.signal.aborted) dispatch({ type: 'failed', query });
      }
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      given.abort();
    };
  }, [query, state.answered, isAway, asks]);

  return (
    <>
      <search>
        <form
          action="/search"
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            askAgain();
          }}
        >
          <Icon of={SearchIcon} size={20} />
          <input
            className={styles['field']}
            type="search"
            name="q"
            aria-label="Search tracks, artists and albums"
            placeholder="A track, an artist, an album"
            autoComplete="off"
            maxLength={MAX_QUERY}
            value={state.query}
            onChange={(event) => dispatch({ type: 'typed', query: event.currentTarget.value })}
          />
        </form>
      </search>
      <SearchResults
        state={state}
        blocked={blocked}
        onPlay={onPlay}
        onAct={(act: Act, atMs: number, card: TrackCard) => store.act(act, { atMs, card })}
      />
    </>
  );
}
