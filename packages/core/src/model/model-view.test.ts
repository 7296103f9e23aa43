import { expect, it } from 'vitest';
import { aTrack, someTracks, trackId } from '../testing/builders.ts';
import { ModelView } from './model-view.ts';
import { freshTrackState, packTrackState } from './track-state.ts';

const NOW = 1_750_000_000_000;

function learnt(number: number, version: number) {
  const state = freshTrackState(new Float32Array(32).fill(version / 100));
  state.version = version;
  state.people.value = 30 + version;
  state.people.atMs = NOW;
  state.knownPeople.set(7, 1);
  state.with.weights.set(trackId(number + 1), 2);
  return packTrackState(state);
}

const knownOf = (model: ModelView, number: number) => {
  const row = model.rowOf(trackId(number))!;
  const { version, knownPeople } = model.learntAt(row);
  return { version, knownPeople, popularity: model.popularityAt(row), vector: model.vectorOf(trackId(number)) };
};

it('a track that goes and comes back is known as before, and by what was learnt of it meanwhile', () => {
  const model = new ModelView();
  model.setTracks(someTracks(5), []);
  for (const number of [1, 2, 3]) model.applyTrackState(trackId(number), learnt(number, 5));
  const before = [1, 2, 3].map((number) => knownOf(model, number));
  model.setTracks([], [trackId(1), trackId(2)]);
  model.applyTrackState(trackId(2), learnt(2, 9));
  model.setTracks([aTrack(2), aTrack(1)], []);
  expect(knownOf(model, 1)).toEqual(before[0]);
  expect(knownOf(model, 2)).toMatchObject({ version: 9, popularity: expect.closeTo(39, 3) });
  expect(knownOf(model, 3)).toEqual(before[2]);
});

it('the first of a catalogue is the first of what is there now', () => {
  const model = new ModelView();
  model.setTracks([aTrack(1, { addedAtMs: 100 }), aTrack(2, { addedAtMs: 500 })], []);
  expect(model.firstAddedMs).toBe(100);
  model.setTracks([], [trackId(1)]);
  expect(model.firstAddedMs).toBe(500);
});
