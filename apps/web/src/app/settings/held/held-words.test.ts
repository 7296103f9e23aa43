import { describe, expect, it } from 'vitest';
import { counted, learntWords } from './held-words.ts';

type Taste = Parameters<typeof learntWords>[0];
const NOTHING: Taste = { lessons: 0, genres: [], artists: [], vector: [], recent: [], enjoyed: [], shownAndNotTaken: [] };

describe('what Segue holds, in words', () => {
  it('says of someone who only blocked what they turned away from, and that nothing played', () => {
    const words = learntWords({
      ...NOTHING,
      lessons: 1,
      genres: [{ name: 'highlife', weight: -0.4 }],
      artists: [{ name: 'Golden Ferns', weight: -0.4 }],
      recent: [{ trackId: 'a', kind: 'rejected' }],
    });
    expect(words).toContain('1 lesson. Genres that you turned away from: highlife. Artists that you turned away from: Golden Ferns.');
    expect(words).not.toContain('like');
    expect(words).toContain('0 tracks played lately');
  });

  it('tells liked from turned away by their sign, the strongest of each first, and counts a track once', () => {
    const words = learntWords({
      ...NOTHING,
      lessons: 4,
      genres: [
        { name: 'dub', weight: 2 },
        { name: 'funk', weight: 1 },
        { name: 'polka', weight: -1 },
        { name: 'march', weight: -2 },
      ],
      recent: [
        { trackId: 'a', kind: 'completed' },
        { trackId: 'a', kind: 'liked' },
        { trackId: 'b', kind: 'skipped' },
        { trackId: 'a', kind: 'played' },
      ],
    });
    expect(words).toContain('4 lessons. Genres that you like, most first: dub, funk. Genres that you turned away from: march, polka.');
    expect(words).toContain('2 tracks played lately');
    expect(words).not.toContain('Artists');
  });

  it.each([
    [0, '0 entries'],
    [1, '1 entry'],
    [2, '2 entries'],
  ])('counts %i', (count, text) => expect(counted(count, 'entry', 'entries')).toBe(text));
});
