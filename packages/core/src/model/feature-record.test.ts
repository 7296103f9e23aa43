import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FeatureTable, LISTENER_FEATURES, type TrackFeature } from '../stream/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readFeatures, writeFeatures } from './feature-record.ts';
import { LISTENER_FEATURE_NAMES, readListenerFeatures, readTrackFeatures } from './read-features.ts';
import { packTaste, unpackTaste } from './taste-record.ts';
import { packTrackState, unpackTrackState } from './track-state.ts';

// Two early skips, and a play of one track, as the first versions of the records packed them; deflated.
const TASTE_OF_VERSION_1 =
  'Y1RggAAHCPXBHspHYg0UYCJSFRNDiSEDA9OsmSCw056h4R+vU3mlExNDiRGyMIMtH0gYXf8De1Qaqhtd+Ss1Q441MqtggeLAyMiQD2ejm/meDN8OFoAeHkQCJoYgBmaGfCtDmIARQ7VSSWVBqpKVUnF2ZoGSjlJJUWJytmeKkpVSiaGSjlJGamJRiltRYnJJZn6ekpWBnmEtIvAZICkQYqYRjI/XTCMcZqJEJDBVAwA=';
const TASTE_OF_VERSION_2 =
  'Y1JggAAHCPXBHspHYg0UYCJSFRNDiSEDA9OsmSCw056h4R+vU3mlExNDiRGyMIMtH0gYXf8De1Qaqhtd+Ss1Q441MqtggeLAyMiQD2ejm/meDN8OFoAeHkQCJoYgBmaGfCtDmIARQ7VSSWVBqpKVUnF2ZoGSjlJJUWJytmeKkpVSiaGSjlJGamJRiltRYnJJZn6ekpWBnmEtIvAZICkQYqYRjI/XTCMcZqJEJChVMzIAAA==';
const TASTE_OF_VERSION_3 =
  'Y1ZggAAHCPXBnoEBVWTgABORqpgYSgwZGJhmzQSBlfYMDf94ncornZgYSoyQhRls+UDC6Pof2KPSUN0w5bwiS5K2M7W8+FzKlC28dRJTzQJ+Mya1IuYyppRfF64y7Cnqn8ywyG66FrN8fLI/S7T866cMWuIPQxideHf9Z7q9hX0dI7qF8Xmfj9z59x/uIIQDsQY7RjRYJf2Yy/X16f6+l+UCTu7P95MYXQ64aEYOhvzSkqT8Cl1DuBC65oOMDEMWoEc0GqB+RA9WwMQQxcAFj2srQ1jON2aoViqpLEhVslIqzs4sUNJRKilKTM72TFGyUioxVNJRykhNLEpxK0pMLsnMz1OyMtAzMK1F5Bdo8YFithEsJeE12wiX2ShZFlQ0MTIAAA==';
const TASTE_OF_VERSION_4 =
  'Y1FggAAHCPXBnoEBVWTgABORqpgYSgwZGJhmzQSBlfYMDf94ncornZgYSoyQhRls+UDC6Pof2KPSUN0w5bwiS5K2M7W8+FzKlC28dRJTzQJ+Mya1IuYyppRfF64y7Cnqn8ywyG66FrN8fLI/S7T866cMWuIPQxideHf9Z7q9hX0dI7qF8Xmfj9z59x/uIIQDwQA92DGiwSrpx1yur0/3970sF3Byf74flzocwAE3zcjBkF9akpRfoWsIE8Rw/WEMkaED0KMaDVA/qgcvYGKIYuCCx7YVNL4/2BszVCuVVBakKlkpFWdnFijpKJUUJSZne6YoWSmVGCrpKGWkJhaluBUlJpdk5ucpWRnoGZjWIvIMxBBUs42gVjrgNdsIl9ko2RZUPDEyAAA=';
const TRACK_OF_VERSION_2 = 'Y2IYVOCDPQPDAV6n8kondBlGdhDBcH1xgS3X9ff2jAxMDCVGFzY9tpwq8sCeEcUAEOBwAAA=';

const bytesOf = (deflated: string) => new Uint8Array(inflateRawSync(Buffer.from(deflated, 'base64')));

const aFeature = (name: string, slots: number): TrackFeature => ({
  name,
  entity: 'track',
  window: { kind: 'moment' },
  type: 'number',
  livesMs: null,
  title: name,
  says: String,
  slots,
  step: () => {},
  read: (numbers, at) => numbers[at] ?? Number.NaN,
});

function carried(from: FeatureTable<never, never>, numbers: readonly number[], to: FeatureTable<never, never>): number[] {
  const writer = new ByteWriter();
  writeFeatures(writer, from, Float64Array.from(numbers));
  writer.u8(77);
  const reader = new ByteReader(writer.take());
  const out = [...readFeatures(reader, to)];
  // What follows is read from where it begins.
  expect(reader.u8()).toBe(77);
  return out;
}

describe('features in a packed record', () => {
  const a = aFeature('a', 2);
  const b = aFeature('b', 1);
  const c = aFeature('c', 3);

  it('are read whatever features the program had that wrote them: known ones go on, new ones begin at 0', () => {
    const before = new FeatureTable([a, b]);
    const after = new FeatureTable([c, b, a]);
    expect(carried(before, [1, 2, 3], before)).toEqual([1, 2, 3]);
    expect(carried(before, [1, 2, 3], after)).toEqual([0, 0, 0, 3, 1, 2]);
    expect(carried(after, [9, 9, 9, 3, 1, 2], before)).toEqual([1, 2, 3]);
  });

  it('begin anew where they keep another count of numbers', () => {
    expect(carried(new FeatureTable([a, b]), [1, 2, 3], new FeatureTable([aFeature('a', 1), b]))).toEqual([0, 3]);
  });

  it('are refused where two have one name', () => {
    expect(() => new FeatureTable([a, aFeature('a', 1)])).toThrow('same name');
  });

  it.each([
    ['1', TASTE_OF_VERSION_1],
    ['2', TASTE_OF_VERSION_2],
    ['3', TASTE_OF_VERSION_3],
    ['4', TASTE_OF_VERSION_4],
  ])('are read from a taste of version %s, which is saved as the present version and reads the same', (_, record) => {
    const taste = unpackTaste(bytesOf(record));
    const valuesOf = ({ state }: typeof taste) => [...readListenerFeatures(state, state.windows.lastMs)];
    expect(valuesOf(taste)[LISTENER_FEATURE_NAMES.indexOf('skip-streak')]).toBe(2);
    expect(valuesOf(taste)[LISTENER_FEATURE_NAMES.indexOf('session-minutes')]).toBeCloseTo(1 / 60);
    expect(taste.state.recent.map(({ trackId }) => trackId)).toEqual(['t1', 't2']);
    const again = unpackTaste(packTaste(taste));
    expect(again.ring).toHaveLength(2);
    expect(again.checkpoint.windows.features).toHaveLength(LISTENER_FEATURES.slots);
    expect(valuesOf(again)).toEqual(valuesOf(taste));
  });

  it('are read from a track of version 2, which is saved as the present version', () => {
    const track = unpackTrackState(bytesOf(TRACK_OF_VERSION_2));
    expect([...track.with.weights.keys()]).toEqual(['t2']);
    expect(track.fences.get(0)).toEqual({ epoch: 1, offset: 3 });
    const again = unpackTrackState(packTrackState(track));
    expect(again.fences).toEqual(track.fences);
    expect([...readTrackFeatures(again, 1.75e12)]).toEqual([...readTrackFeatures(track, 1.75e12)]);
  });
});
