import { describe, expect, it } from 'vitest';
import { aRow } from '../../testing/builders.ts';
import { farApart } from './far-apart.ts';

describe('farApart', () => {
  const rows = [
    aRow({ trackId: 'a', genre: 'ambient', energy: 0.1 }),
    aRow({ trackId: 'b', genre: 'ambient', energy: 0.2 }),
    aRow({ trackId: 'c', genre: 'hard rock', energy: 0.9 }),
    aRow({ trackId: 'd', genre: 'hard rock', energy: 0.8 }),
    aRow({ trackId: 'e', genre: 'synth-pop', energy: 0.6 }),
  ];
  const idsOf = (chosen: typeof rows | readonly (typeof rows)[number][]) => chosen.map((row) => row.track.trackId);

  it("starts from the list's first and takes other kinds", () => {
    expect(new Set(farApart(rows, 3).map((row) => row.track.genre)).size).toBe(3);
    expect(idsOf(farApart(rows, 3))[0]).toBe('a');
  });

  it('never offers a track twice, however few there are', () => {
    expect(idsOf(farApart(rows.slice(0, 1), 3))).toEqual(['a']);
    expect(farApart([], 3)).toEqual([]);
  });
});
