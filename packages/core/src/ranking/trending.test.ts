import { describe, expect, it } from 'vitest';
import { freshTrackState, ModelView } from '../model/index.ts';
import { aTrack, someTracks, trackId } from '../testing/builders.ts';
import { trendingOf } from './trending.ts';

const HOUR_MS = 3_600_000;
let version = 1;

function aModel(tracks: number): ModelView {
  const model = new ModelView();
  model.setTracks(someTracks(tracks), []);
  return model;
}

function hear(model: ModelView, number: number, listens: number): void {
  const state = freshTrackState(model.vectorOf(trackId(number))!);
  model.apply(trackId(number), { ...state, others: { value: listens, atMs: HOUR_MS }, version: version++ });
}

describe('what is listened to most', () => {
  it('is in order of listens, of all and of each genre, and newest first of what is new', () => {
    const model = aModel(50);
    model.setTracks([aTrack(50, { addedAtMs: 1_800_000_000_000 })], []);
    for (const [number, listens] of [
      [7, 30],
      [12, 10],
      [9, 20],
    ] as const)
      hear(model, number, listens);
    const { rows, byGenre, newest } = trendingOf(model, 0);
    expect(rows.slice(0, 4)).toEqual([7, 9, 12, 0]);
    expect([...byGenre.keys()]).toEqual(['ambient', 'folk', 'hard rock', 'slow soul', 'synth-pop']);
    expect(byGenre.get('ambient')?.slice(0, 3)).toEqual([7, 12, 2]);
    expect(newest.slice(0, 2)).toEqual([50, 0]);
  });

  it('is kept for some seconds, whatever is heard meanwhile', () => {
    const model = aModel(50);
    const before = trendingOf(model, 0);
    hear(model, 33, 5);
    expect(trendingOf(model, 4_999)).toBe(before);
    expect(trendingOf(model, 5_000).rows[0]).toBe(33);
  });

  it('is made over several slates in a large catalogue, each of which has the last one until it is whole', () => {
    const model = aModel(10_000);
    const before = trendingOf(model, 0);
    hear(model, 9_999, 5);
    expect(trendingOf(model, 6_000)).toBe(before);
    expect(trendingOf(model, 6_000)).toBe(before);
    expect(trendingOf(model, 6_000).rows[0]).toBe(9_999);
  });

  it('is made at once where tracks have come or gone: rows are others then', () => {
    const model = aModel(10_000);
    hear(model, 9_999, 5);
    expect(trendingOf(model, 0).rows[0]).toBe(9_999);
    hear(model, 5, 1);
    trendingOf(model, 6_000);
    model.setTracks([], [trackId(3)]);
    expect(trendingOf(model, 6_001).rows.slice(0, 2)).toEqual([3, 5]);
  });
});
