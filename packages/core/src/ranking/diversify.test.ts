import { describe, expect, it } from 'vitest';
import { asArtistId } from '../events/index.ts';
import { ModelView } from '../model/index.ts';
import { aTrack } from '../testing/builders.ts';
import { diversify } from './diversify.ts';

/** Rows by score, each an artist and a genre; what stands where, what placed it, and whom it stands for. */
function listed(rows: readonly (readonly [artist: string, genre: string])[], size = rows.length) {
  const model = new ModelView();
  model.setTracks(
    rows.map(([artist, genre], number) => aTrack(number, { artistId: asArtistId(artist), artist, genres: [genre] })),
    [],
  );
  return diversify(
    model,
    rows.map((_, row) => row),
    { size, drawn: [] },
  ).map(({ row, by, insteadOf }) => [row, by, insteadOf]);
}

describe('variety', () => {
  it('leaves rows in the order of their scores where no rule is broken', () => {
    expect(
      listed([
        ['ana', 'funk'],
        ['bo', 'dub'],
        ['ana', 'funk'],
      ]),
    ).toEqual([
      [0, 'score', null],
      [1, 'score', null],
      [2, 'score', null],
    ]);
  });

  it('has placed one row for each that it holds back, and the others stand by their scores', () => {
    expect(
      listed([
        ['ana', 'funk'],
        ['ana', 'dub'],
        ['ana', 'folk'],
        ['bo', 'funk'],
        ['cy', 'swing'],
        ['di', 'swing'],
        ['ed', 'soul'],
        ['flo', 'soul'],
      ]),
    ).toEqual([
      [0, 'score', null],
      [1, 'score', null],
      [3, 'other-artist', 2],
      [4, 'score', null],
      [5, 'score', null],
      [6, 'score', null],
      // Far enough from the two of the same artist.
      [2, 'score', null],
      [7, 'score', null],
    ]);
  });

  it('tells a genre that goes on for too long from an artist', () => {
    const folk = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((artist) => [artist, 'folk'] as const);
    expect(listed([...folk, ['h', 'dub'], ['i', 'dub']], 8)).toEqual([
      ...[0, 1, 2, 3, 4].map((row) => [row, 'score', null]),
      [7, 'other-genre', 5],
      [5, 'score', null],
      [6, 'score', null],
    ]);
  });
});
