import { EVERYONE, ModelView } from '@segue/core/model';
import { someTracks, trackId } from '@segue/core/testing';
import { expect, it, vi } from 'vitest';
import { createKnowTracks } from './known-tracks.ts';

function aWorker() {
  const model = new ModelView();
  let atMs = 0;
  const refresh = vi.fn(async () => {});
  return { model, refresh, know: createKnowTracks({ model, refresh, now: () => atMs }), later: (ms: number) => (atMs += ms) };
}

it('a track that joined a moment ago is asked for before it is learnt, once for all of a batch', async () => {
  const { model, refresh, know } = aWorker();
  refresh.mockImplementation(async () => model.setTracks(someTracks(10), []));
  await know([trackId(1), trackId(2), EVERYONE]);
  expect(model.track(trackId(2))).toBeDefined();
  await know([trackId(3)]);
  expect(refresh).toHaveBeenCalledTimes(1);
});

it('what the catalogue does not know either is not asked for at each event, and a catalogue that is away keeps nobody', async () => {
  const { refresh, know, later } = aWorker();
  refresh.mockRejectedValue(new Error('away'));
  await know([trackId(1)]);
  await know([trackId(1)]);
  expect(refresh).toHaveBeenCalledTimes(1);
  later(11_000);
  await know([trackId(1)]);
  expect(refresh).toHaveBeenCalledTimes(2);
  await know([EVERYONE]);
  expect(refresh).toHaveBeenCalledTimes(2);
});
