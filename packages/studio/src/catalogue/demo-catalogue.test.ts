import { describe, expect, it } from 'vitest';
import { GENRE_NAMES } from '../genres/index.ts';
import { demoCatalogue } from './demo-catalogue.ts';

describe('demoCatalogue', () => {
  const catalogue = demoCatalogue({ seed: 7 });

  it('is the same for the same seed and another for another', () => {
    expect(demoCatalogue({ seed: 7 })).toEqual(catalogue);
    expect(demoCatalogue({ seed: 8 }).tracks[0]).not.toEqual(catalogue.tracks[0]);
  });

  it('has 2,000 tracks in every genre by some 220 artists, and no title twice by one artist', () => {
    expect(catalogue.tracks).toHaveLength(2000);
    expect(new Set(catalogue.tracks.map(({ genre }) => genre))).toEqual(new Set(GENRE_NAMES));
    expect(catalogue.artists.length).toBeGreaterThan(200);
    expect(catalogue.artists.length).toBeLessThan(250);
    expect(new Set(catalogue.artists.map(({ name }) => name)).size).toBe(catalogue.artists.length);
    expect(new Set(catalogue.tracks.map(({ artistId, title }) => `${artistId} ${title}`)).size).toBe(2000);
    expect(new Set(catalogue.tracks.map(({ id }) => id)).size).toBe(2000);
    expect(new Set(catalogue.tracks.map(({ seed }) => seed)).size).toBe(2000);
  });

  it('keeps lengths, keys and energies within what they mean', () => {
    for (const track of catalogue.tracks) {
      expect(track.durationSeconds).toBeGreaterThanOrEqual(120);
      expect(track.durationSeconds).toBeLessThanOrEqual(240);
      expect(track.energy).toBeGreaterThanOrEqual(0);
      expect(track.energy).toBeLessThanOrEqual(1);
      expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]).toContain(track.key);
    }
  });

  it('makes a small one of short tracks for tests', () => {
    const small = demoCatalogue({ seed: 1, tracks: 60, durationSeconds: 5 });
    expect(small.tracks).toHaveLength(60);
    expect(small.tracks.every(({ durationSeconds }) => durationSeconds === 5)).toBe(true);
    expect(new Set(small.tracks.map(({ genre }) => genre)).size).toBe(GENRE_NAMES.length);
  });
});

describe('a very large demo catalogue', () => {
  it('has an artist of another name for each, though words run out', () => {
    const { artists, tracks } = demoCatalogue({ seed: 1, tracks: 100_000 });
    expect(tracks).toHaveLength(100_000);
    expect(new Set(artists.map(({ name }) => name)).size).toBe(artists.length);
    expect(new Set(tracks.map(({ id }) => id)).size).toBe(100_000);
  });
});
