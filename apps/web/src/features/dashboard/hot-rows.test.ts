import type { OperatorView } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { hotRows, noHotText } from './hot-rows.ts';

const said = (hot: Partial<OperatorView['hot']>, overrides: Partial<OperatorView> = {}) =>
  hotRows(
    { hot: { tracks: [], partitions: [], listener: null, gestures: 100, ...hot }, unusual: null, lag: [], ...overrides },
    undefined,
  ).map(({ name, value, of }) => `${name} ${value} ${of}`);
const partitions = [0, 1].map((partition) => ({ topic: 'listens', partition, events: 0, seconds: 0, trend: 'steady' as const }));

describe('what is hot, in words', () => {
  it('[L14] names a listener as one listener, by their share of a partition', () => {
    expect(said({ listener: { partition: 2, share: 0.31 } })).toEqual(['one listener 31 % of partition 2']);
  });

  it('[L14] names the tracks that may be named and counts the others together', () => {
    const tracks = [
      { title: 'Paper Lanterns', gestures: 212, simulated: true },
      { title: null, gestures: 5, simulated: false },
      { title: null, gestures: 2, simulated: false },
    ];
    expect(said({ tracks })).toEqual(['Paper Lanterns 212 simulated', '2 tracks of under five listeners 7 gestures']);
  });

  it('says which partition is hot only where there are several', () => {
    const hot = { partitions: [{ partition: 1, share: 0.7 }] };
    expect(said(hot, { lag: partitions })).toEqual(['partition 1 70 % of gestures']);
    expect(said(hot, { lag: partitions.slice(1) })).toEqual([]);
  });

  it('says what stands above its own hour', () => {
    expect(said({}, { unusual: { step: 'client_to_api', service: 'api', instance: 'api-2', times: 1.84 } })).toEqual([
      'client to api on api-2 1.8 × its own hour',
    ]);
  });

  it('tells no share of a few gestures, and says how few', () => {
    const few = {
      gestures: 19,
      tracks: [{ title: 'Paper Lanterns', gestures: 3, simulated: true }],
      partitions: [{ partition: 1, share: 1 }],
      listener: { partition: 0, share: 1 },
    };
    const unusual = { step: 'rank', service: 'api', instance: 'api-2', times: 2 };
    expect(said(few, { lag: partitions })).toEqual([]);
    expect(said({ ...few, gestures: 20 }, { lag: partitions })).toHaveLength(3);
    // That is of gestures of its own, and enough of them.
    expect(said(few, { unusual })).toEqual(['rank on api-2 2.0 × its own hour']);
    const quiet = (gestures: number) => noHotText({ ...few, gestures });
    expect([0, 1, 19].map(quiet)).toEqual([
      'Too quiet for a hot spot.',
      'Too quiet for a hot spot: 1 gesture in the last minute.',
      'Too quiet for a hot spot: 19 gestures in the last minute.',
    ]);
  });

  it('speaks of one gesture as of one', () => {
    const tracks = [
      { title: 'Paper Lanterns', gestures: 1, simulated: false },
      { title: null, gestures: 1, simulated: false },
    ];
    expect(said({ tracks })).toEqual(['Paper Lanterns 1 gesture', '1 track of under five listeners 1 gesture']);
  });
});
