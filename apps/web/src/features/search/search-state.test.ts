import { describe, expect, it } from 'vitest';
import { aTrack } from '../../testing/builders.ts';
import { MAX_QUERY, type SearchState, searchReducer } from './search-state.ts';

const empty: SearchState = { query: '', answered: '', tracks: [], failed: false };
const typed = (query: string) => searchReducer(empty, { type: 'typed', query });

describe('search', () => {
  it('drops an answer to what is no longer in the field', () => {
    const state = typed('lantern');
    expect(searchReducer(state, { type: 'answered', query: 'lan', tracks: [aTrack()] })).toBe(state);
    expect(searchReducer(state, { type: 'answered', query: 'lantern', tracks: [aTrack()] }).tracks).toHaveLength(1);
  });

  it('has not failed once the field holds what was answered', () => {
    const full = searchReducer(typed('a'), { type: 'answered', query: 'a', tracks: [aTrack()] });
    const failed = searchReducer(searchReducer(full, { type: 'typed', query: 'ab' }), { type: 'failed', query: 'ab' });
    expect(searchReducer(failed, { type: 'typed', query: 'abc' }).failed).toBe(true);
    expect(searchReducer(failed, { type: 'typed', query: 'a ' }).failed).toBe(false);
  });

  it('empties with the field', () => {
    const full = searchReducer(typed('a'), { type: 'answered', query: 'a', tracks: [aTrack()] });
    expect(searchReducer(full, { type: 'typed', query: '  ' }).tracks).toEqual([]);
  });

  it('cuts ten thousand characters to what a title can hold', () => {
    expect(typed('x'.repeat(10_000)).query).toHaveLength(MAX_QUERY);
  });

  it('cuts what is too long, and no character in two', () => {
    const { query } = typed(`${'a'.repeat(199)}🎷${'b'.repeat(9_800)}`);
    expect(query).toBe('a'.repeat(199));
    expect(() => encodeURIComponent(query)).not.toThrow();
  });
});
