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

  it("takes other kinds than the list's first, which Play offers, and than each other", () => {
    expect(idsOf(farApart(rows, 2))).toEqual(['c', 'e']);
    expect(idsOf(farApart(rows, 3))).not.toContain('a');
  });

  it('never offers a track twice, however few there are', () => {
    expect(idsOf(farApart(rows.slice(0, 2), 3))).toEqual(['b']);
    expect(farApart(rows.slice(0, 1), 3)).toEqual([]);
    expect(farApart([], 3)).toEqual([]);
  });
});
