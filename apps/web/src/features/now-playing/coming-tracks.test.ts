import { asTrackId } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { aRow, aSlate, aTrack } from '../../testing/builders.ts';
import { comingTracks, firstOf } from './coming-tracks.ts';

describe('what plays next', () => {
  const slate = aSlate(['a', 'b', 'c'], { yours: [aRow({ trackId: 'y' })] });
  const ids = (tracks: readonly { readonly trackId: string }[]) => tracks.map(({ trackId }) => trackId);

  it('is Yours next, then the list, less what is set aside', () => {
    expect(ids(comingTracks(slate, { ahead: [], setAside: [asTrackId('a')] }))).toEqual(['y', 'b', 'c']);
    expect(comingTracks(null, { ahead: [], setAside: [] })).toEqual([]);
  });

  it('is first what Previous came from, each once', () => {
    const ahead = [aTrack({ trackId: 'z' }), aTrack({ trackId: 'b' })];
    expect(ids(comingTracks(slate, { ahead, setAside: [] }))).toEqual(['b', 'z', 'y', 'a', 'c']);
  });

  it('is what is here, where nothing can be fetched, and the first all the same where nothing is', () => {
    expect(firstOf(slate, [])?.trackId).toBe('y');
    expect(firstOf(slate, [], (id) => id === 'c')?.trackId).toBe('c');
    expect(firstOf(slate, [], () => false)?.trackId).toBe('y');
    expect(firstOf(aSlate([]), [])).toBeNull();
  });
});
