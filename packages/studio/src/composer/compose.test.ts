import { describe, expect, it } from 'vitest';
import { demoCatalogue } from '../catalogue/demo-catalogue.ts';
import { GENRE_NAMES } from '../genres/index.ts';
import { compose } from './compose.ts';

describe('compose', () => {
  const one = (genre: string) => demoCatalogue({ seed: 7, tracks: 200 }).tracks.find((track) => track.genre === genre)!;

  it.each(GENRE_NAMES)('writes %s note for note the same, with a contrast and an end', (genre) => {
    const score = compose(one(genre));
    expect(compose(one(genre))).toEqual(score);
    expect(new Set(score.sections.map(({ name }) => name)).size).toBeGreaterThanOrEqual(3);
    expect(score.sections.reduce((sum, { bars }) => sum + bars, 0)).toBe(score.bars);
    expect(score.notes.length).toBeGreaterThan(100);
    for (const note of score.notes) {
      expect(note.at).toBeGreaterThanOrEqual(0);
      expect(note.at).toBeLessThan(score.durationSeconds);
      expect(note.velocity).toBeGreaterThan(0);
      expect(Number.isFinite(note.pitch)).toBe(true);
    }
  });

  it('says which genres there are when asked for another', () => {
    expect(() => compose({ ...one('ambient'), genre: 'polka' })).toThrow(/polka.*ambient/);
  });
});
