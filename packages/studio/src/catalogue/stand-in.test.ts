import { describe, expect, it } from 'vitest';
import { GENRE_NAMES } from '../genres/index.ts';
import { standIn } from './stand-in.ts';

describe('standIn', () => {
  it('is the same for the same track, and in the genre nearest to what is said of it', () => {
    const row = { trackId: '17', artistId: 'm9', genres: ['seen live', 'Black Metal', 'pop'] };
    expect(standIn(row)).toEqual(standIn(row));
    expect(standIn(row).genre).toBe('hard rock');
    expect(standIn({ ...row, genres: ['jazz fusion'] }).genre).toBe('swing');
    expect(standIn({ ...row, genres: ['bossa nova'] }).genre).toBe('bossa nova');
  });

  it('keeps an artist of whom nothing is said in one genre', () => {
    const genres = new Set(Array.from({ length: 20 }, (_, i) => standIn({ trackId: String(i), artistId: 'm9' }).genre));
    expect(genres.size).toBe(1);
    expect(GENRE_NAMES).toContain([...genres][0]);
  });
});
