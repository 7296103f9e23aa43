import type { OperatorView } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { hotRows } from './hot-rows.ts';

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
});
